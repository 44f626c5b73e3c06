"""The sample data: stories of whole pipelines, told to a database, and demos that open on today."""
