"""What systems of meshes share."""
