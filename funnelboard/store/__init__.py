"""The database: the only importer of peewee."""

from funnelboard.store.drivers import import_no_drivers

import_no_drivers()
