"""A process that is killed in the middle of storing an import, and one that tells what is there afterwards.

`import_victim begin` makes a municipality, `die` stores a changed pack and is killed by the machine before it commits,
`tell` prints the revision, the hash in force and the hash of the rows.
"""

import os
import signal
import sys

import attrs
import django


def main(verb):
    django.setup()

    from beredt.adapters.packs import fingerprint
    from beredt.apps.municipality import operations, packs, storing
    from factories import municipality_rows as rows

    if verb == "begin":
        rows.stored_pack()
    elif verb == "die":
        pack = packs.load(rows.CODE)
        storing._keep_history = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        renamed = tuple(attrs.evolve(row, name="Nyt navn") for row in pack.tables.assets)
        tables = attrs.evolve(pack.tables, assets=renamed, sites=())
        operations.replace_tables(actor=rows.actor(), tables=tables, expected_revision=1)
        print("survived")
    else:
        pack = packs.load(rows.CODE)
        print(pack.revision, pack.pack_hash, fingerprint.pack_hash(pack.tables), len(pack.tables.sites))


if __name__ == "__main__":
    main(sys.argv[1])
