"""Chat tools: each door a thin translation over the pipeline and the jobs."""
