"""What bench_peers.py is made of: environments of the peers, workers that run in them, documents, probes, tables."""
