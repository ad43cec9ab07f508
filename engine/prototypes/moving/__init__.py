"""What systems of clips share: videos, faces that move and speak, their sound."""
