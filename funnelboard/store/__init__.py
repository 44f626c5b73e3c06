"""The database: the only importer of peewee."""
