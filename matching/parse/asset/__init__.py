"""What a source record says of an asset, brought to one of the model's asset types."""
