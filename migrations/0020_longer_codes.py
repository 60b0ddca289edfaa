"""Recovery codes were too short to be kept by a quick hash: those not used end. What nothing reads of partners goes."""


def up(migrator, db):
    db.execute_sql("DELETE FROM recovery_code WHERE used_at IS NULL")
    db.execute_sql("ALTER TABLE partner DROP COLUMN is_trained")
