"""Give records from before revision 020 the keyed hash by which the phone of the contact is found."""

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from borderreg.services.people_store import PAGE, RECORDS
from borderreg.services.private_fields import find_hash, unseal

PLACE = "worker_records.contact_phone"


def fill_contact_hashes(session: Session) -> int:
    """Fill the hash where a record has a contact's phone and none; return how many; safe to run again."""
    lacking = (RECORDS.c.contact_phone.is_not(None), RECORDS.c.contact_phone_hash.is_(None))
    query = select(RECORDS.c.id, RECORDS.c.contact_phone).where(*lacking).limit(PAGE)
    filled = 0
    while rows := session.execute(query).all():
        values = [
            {
                "b_id": row.id,
                "found": find_hash("phone", unseal(row.contact_phone, place=PLACE, row_id=row.id)),
            }
            for row in rows
        ]
        one = update(RECORDS).where(RECORDS.c.id == bindparam("b_id"))
        session.execute(one.values(contact_phone_hash=bindparam("found")), values)
        filled += len(rows)
    return filled
