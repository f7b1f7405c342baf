"""What a new source begins with, as files in which SOURCE_ID stands for its id."""
