"""The pages of assessments: reading them, writing a draft, and the steps of the procedure."""
