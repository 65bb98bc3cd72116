/** Step 1, as it stands on disks in the field: never edited again. A change of the schema is the next step. */
export const firstTables = `
  CREATE TABLE kept_value (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE media_file (
    sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, kind TEXT NOT NULL, mime TEXT NOT NULL,
    duration_ms REAL, width INTEGER, height INTEGER,
    last_played_at INTEGER NOT NULL, scrubbed_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE media_url (
    url TEXT PRIMARY KEY, sha256 TEXT NOT NULL, etag TEXT, last_modified TEXT, validated_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE media_part (
    name TEXT PRIMARY KEY, url TEXT NOT NULL, etag TEXT, last_modified TEXT, total INTEGER, flushed INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE media_quarantine (
    sha256 TEXT NOT NULL, app_version TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (sha256, app_version)
  ) STRICT;
  CREATE TABLE playlist_record (
    slot TEXT PRIMARY KEY CHECK (slot IN ('offered', 'staged', 'playing', 'previous', 'rejected')),
    id TEXT NOT NULL, version TEXT, items TEXT NOT NULL, complete INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('beat', 'event')),
    session TEXT NOT NULL,
    monotonic_ms REAL NOT NULL,
    happened_at_ms INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE TABLE play_record (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    started_at_ms INTEGER NOT NULL,
    shown_ms INTEGER NOT NULL,
    item_id TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT,
    playlist_version TEXT,
    complete INTEGER NOT NULL,
    reason TEXT NOT NULL
  ) STRICT;
  CREATE INDEX play_record_by_time ON play_record (started_at_ms);
  CREATE TABLE trust_audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    decision TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    server TEXT NOT NULL,
    before_fingerprint TEXT,
    after_fingerprint TEXT,
    note TEXT NOT NULL
  ) STRICT;
  CREATE TRIGGER trust_audit_is_not_changed BEFORE UPDATE ON trust_audit
    BEGIN SELECT RAISE(ABORT, 'the trust audit is append-only'); END;
  CREATE TRIGGER trust_audit_is_not_cut BEFORE DELETE ON trust_audit
    BEGIN SELECT RAISE(ABORT, 'the trust audit is append-only'); END;
`;
