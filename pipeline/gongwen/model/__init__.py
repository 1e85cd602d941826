"""The internal immutable types that the stages hand on: cheap, slotted, typed. The public record is in gongwen.records."""
