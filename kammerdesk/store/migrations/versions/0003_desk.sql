-- What version 3 adds to version 2.

CREATE TABLE shared_view (
    uid CHAR(32) NOT NULL,
    home VARCHAR(8) NOT NULL,
    page TEXT NOT NULL,
    name TEXT NOT NULL,
    look TEXT NOT NULL,
    deleted_at DATETIME,
    deleted_by TEXT,
    _c VARCHAR(32),
    _l INTEGER,
    _v_removal VARCHAR(32),
    _v_core VARCHAR(32),
    CONSTRAINT pk_shared_view PRIMARY KEY (uid)
);

CREATE INDEX ix_shared_view__l ON shared_view (_l);

CREATE INDEX ix_shared_view_page ON shared_view (page);

CREATE TABLE follow_up (
    uid CHAR(32) NOT NULL,
    home VARCHAR(8) NOT NULL,
    owner TEXT NOT NULL,
    task TEXT NOT NULL,
    subject_uid CHAR(32),
    until DATE NOT NULL,
    deleted_at DATETIME,
    deleted_by TEXT,
    _c VARCHAR(32),
    _l INTEGER,
    _v_removal VARCHAR(32),
    _v_core VARCHAR(32),
    CONSTRAINT pk_follow_up PRIMARY KEY (uid)
);

CREATE INDEX ix_follow_up__l ON follow_up (_l);

CREATE INDEX ix_follow_up_owner ON follow_up (owner);

CREATE INDEX ix_follow_up_subject_uid ON follow_up (subject_uid);

-- The exchange: how far each partner has come, what it may have, what it no longer shares, and what is not known yet.

ALTER TABLE sync_key ADD COLUMN endorsed BOOLEAN DEFAULT '0' NOT NULL;
ALTER TABLE sync_key ADD COLUMN ends_at DATETIME;
ALTER TABLE sync_key ADD COLUMN revoked BOOLEAN DEFAULT '0' NOT NULL;
ALTER TABLE sync_peer ADD COLUMN replica VARCHAR(16) DEFAULT '' NOT NULL;
ALTER TABLE sync_peer ADD COLUMN out_sent INTEGER DEFAULT '0' NOT NULL;
ALTER TABLE sync_peer ADD COLUMN out_acked INTEGER DEFAULT '0' NOT NULL;
ALTER TABLE sync_peer ADD COLUMN told VARCHAR(32) DEFAULT '' NOT NULL;
ALTER TABLE sync_peer ADD COLUMN seen TEXT DEFAULT '{}' NOT NULL;
ALTER TABLE sync_peer ADD COLUMN wants TEXT DEFAULT '{}' NOT NULL;
ALTER TABLE sync_peer ADD COLUMN asked TEXT DEFAULT '{}' NOT NULL;
ALTER TABLE sync_peer ADD COLUMN suite INTEGER DEFAULT '0' NOT NULL;
ALTER TABLE sync_peer ADD COLUMN format INTEGER DEFAULT '0' NOT NULL;
ALTER TABLE sync_peer ADD COLUMN program TEXT DEFAULT '' NOT NULL;
ALTER TABLE sync_peer ADD COLUMN code VARCHAR(19) DEFAULT '' NOT NULL;
ALTER TABLE sync_peer ADD COLUMN state VARCHAR(8) DEFAULT 'active' NOT NULL;
ALTER TABLE sync_peer ADD COLUMN state_at DATETIME;
ALTER TABLE sync_seen ADD COLUMN upto INTEGER DEFAULT '0' NOT NULL;
ALTER TABLE sync_seen ADD COLUMN ended_l INTEGER;
ALTER TABLE sync_seen ADD COLUMN ended_until VARCHAR(32);
ALTER TABLE replica ADD COLUMN claimed_by VARCHAR(8) DEFAULT '' NOT NULL;
ALTER TABLE sync_peer ADD COLUMN receipts TEXT DEFAULT '{}' NOT NULL;
ALTER TABLE sync_key ADD COLUMN _l INTEGER;
ALTER TABLE sync_out ADD COLUMN _l INTEGER;
ALTER TABLE sync_in ADD COLUMN _l INTEGER;
ALTER TABLE sync_conflict ADD COLUMN _l INTEGER;
ALTER TABLE sync_parked ADD COLUMN _l INTEGER;
ALTER TABLE sync_grave ADD COLUMN _l INTEGER;

CREATE TABLE sync_station (
    replica VARCHAR(16) NOT NULL,
    heard_at DATETIME NOT NULL,
    person TEXT NOT NULL,
    program TEXT NOT NULL,
    told VARCHAR(32) NOT NULL,
    acked INTEGER NOT NULL,
    acked_of VARCHAR(16) NOT NULL,
    from_l INTEGER NOT NULL,
    to_l INTEGER NOT NULL,
    file TEXT NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    CONSTRAINT pk_sync_station PRIMARY KEY (replica)
);

ALTER TABLE sync_out ADD COLUMN acked_at DATETIME;
ALTER TABLE sync_out ADD COLUMN replica VARCHAR(16) DEFAULT '' NOT NULL;
ALTER TABLE sync_out ADD COLUMN from_l INTEGER DEFAULT '0' NOT NULL;
ALTER TABLE sync_out ADD COLUMN to_l INTEGER DEFAULT '0' NOT NULL;
ALTER TABLE sync_out ADD COLUMN code VARCHAR(19) DEFAULT '' NOT NULL;
ALTER TABLE sync_in ADD COLUMN replica VARCHAR(16) DEFAULT '' NOT NULL;
ALTER TABLE sync_in ADD COLUMN from_l INTEGER DEFAULT '0' NOT NULL;
ALTER TABLE sync_in ADD COLUMN to_l INTEGER DEFAULT '0' NOT NULL;
ALTER TABLE sync_in ADD COLUMN code VARCHAR(19) DEFAULT '' NOT NULL;
ALTER TABLE sync_in ADD COLUMN partner_code VARCHAR(19) DEFAULT '' NOT NULL;

CREATE TABLE sync_ahead (
    bundle CHAR(32) NOT NULL,
    chamber VARCHAR(8) NOT NULL,
    replica VARCHAR(16) NOT NULL,
    from_l INTEGER NOT NULL,
    to_l INTEGER NOT NULL,
    base TEXT NOT NULL,
    brings TEXT NOT NULL,
    moved BLOB NOT NULL,
    CONSTRAINT pk_sync_ahead PRIMARY KEY (bundle)
);

CREATE INDEX ix_sync_ahead_replica ON sync_ahead (replica);

CREATE TABLE sync_scope (
    peer VARCHAR(8) NOT NULL,
    kind VARCHAR(64) NOT NULL,
    uid CHAR(32) NOT NULL,
    reasons TEXT NOT NULL,
    entered INTEGER NOT NULL,
    gone INTEGER,
    CONSTRAINT pk_sync_scope PRIMARY KEY (peer, kind, uid)
) WITHOUT ROWID;

CREATE TABLE sync_ended (
    kind VARCHAR(64) NOT NULL,
    uid CHAR(32) NOT NULL,
    peer VARCHAR(8) NOT NULL,
    told_at DATETIME NOT NULL,
    delete_on DATE NOT NULL,
    CONSTRAINT pk_sync_ended PRIMARY KEY (kind, uid)
);

CREATE INDEX ix_sync_ended_delete_on ON sync_ended (delete_on);

CREATE INDEX ix_sync_ended_peer ON sync_ended (peer);

CREATE TABLE sync_unknown (
    kind VARCHAR(64) NOT NULL,
    uid CHAR(32) NOT NULL,
    "group" VARCHAR(64) NOT NULL,
    home VARCHAR(8) NOT NULL,
    stamp VARCHAR(32) NOT NULL,
    signer VARCHAR(8) NOT NULL,
    bundle CHAR(32) NOT NULL,
    since DATETIME NOT NULL,
    frame BLOB NOT NULL,
    _l INTEGER,
    CONSTRAINT pk_sync_unknown PRIMARY KEY (kind, uid, "group", signer)
);

-- What was decided on conflicts and proposals is told by records of its own, which travel.

DROP INDEX ix_sync_conflict_state;

ALTER TABLE sync_conflict DROP COLUMN state;

CREATE TABLE settlement (
    uid CHAR(32) NOT NULL,
    home VARCHAR(8) NOT NULL,
    conflict VARCHAR(64) NOT NULL,
    partner VARCHAR(8) NOT NULL,
    subject_kind VARCHAR(64) NOT NULL,
    subject_uid CHAR(32) NOT NULL,
    subject_group VARCHAR(64) NOT NULL,
    outcome VARCHAR(16) NOT NULL,
    reason TEXT NOT NULL,
    known TEXT NOT NULL DEFAULT '',
    deleted_at DATETIME,
    deleted_by TEXT,
    _c VARCHAR(32),
    _l INTEGER,
    _v_removal VARCHAR(32),
    _v_core VARCHAR(32),
    CONSTRAINT pk_settlement PRIMARY KEY (uid)
);

CREATE INDEX ix_settlement__l ON settlement (_l);

CREATE INDEX ix_settlement_subject_uid ON settlement (subject_uid);

-- Who may examine at a partner is released by his own house.

CREATE TABLE lending (
    uid CHAR(32) NOT NULL,
    home VARCHAR(8) NOT NULL,
    person_uid CHAR(32) NOT NULL,
    partner VARCHAR(8) NOT NULL,
    deleted_at DATETIME,
    deleted_by TEXT,
    _c VARCHAR(32),
    _l INTEGER,
    _v_removal VARCHAR(32),
    _v_core VARCHAR(32),
    CONSTRAINT pk_lending PRIMARY KEY (uid),
    CONSTRAINT fk_lending_person_uid_person FOREIGN KEY(person_uid) REFERENCES person (uid)
);

CREATE INDEX ix_lending__l ON lending (_l);

CREATE INDEX ix_lending_person_uid ON lending (person_uid);
