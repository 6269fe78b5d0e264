"""The file for the police: what happened in seven questions, the recording, and how to check both without us."""
