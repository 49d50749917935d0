-- What version 2 adds to version 1.

CREATE TABLE journal_shape (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    columns TEXT NOT NULL,
    CONSTRAINT pk_journal_shape PRIMARY KEY (id)
);

CREATE TABLE replica (
    rid VARCHAR(16) NOT NULL,
    parent VARCHAR(16),
    created_at DATETIME NOT NULL,
    machine VARCHAR(32) NOT NULL,
    reason VARCHAR(16) NOT NULL,
    retired_at DATETIME,
    stamp VARCHAR(32),
    CONSTRAINT pk_replica PRIMARY KEY (rid)
);

CREATE TABLE user_account (
    uid CHAR(32) NOT NULL,
    home VARCHAR(8) NOT NULL,
    login TEXT NOT NULL,
    role TEXT NOT NULL,
    deleted_at DATETIME,
    deleted_by TEXT,
    _c VARCHAR(32),
    _l INTEGER,
    _v_removal VARCHAR(32),
    _v_core VARCHAR(32),
    CONSTRAINT pk_user_account PRIMARY KEY (uid)
);

CREATE INDEX ix_user_account__l ON user_account (_l);

CREATE INDEX ix_user_account_login ON user_account (login);

CREATE TABLE draft (
    user TEXT NOT NULL,
    form TEXT NOT NULL,
    subject TEXT NOT NULL,
    typed TEXT NOT NULL,
    saved_at DATETIME NOT NULL,
    CONSTRAINT pk_draft PRIMARY KEY (user, form, subject)
);

CREATE TABLE sync_grave (
    uid_hash VARCHAR(64) NOT NULL,
    erased_at DATETIME NOT NULL,
    until DATE NOT NULL,
    CONSTRAINT pk_sync_grave PRIMARY KEY (uid_hash)
);

CREATE TABLE disclosure (
    uid CHAR(32) NOT NULL,
    home VARCHAR(8) NOT NULL,
    at DATETIME NOT NULL,
    "by" TEXT NOT NULL,
    kind VARCHAR(16) NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_uid CHAR(32),
    persons INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    recipient TEXT NOT NULL,
    file TEXT NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    deleted_at DATETIME,
    deleted_by TEXT,
    _c VARCHAR(32),
    _l INTEGER,
    _v_removal VARCHAR(32),
    _v_core VARCHAR(32),
    CONSTRAINT pk_disclosure PRIMARY KEY (uid)
);

CREATE INDEX ix_disclosure__l ON disclosure (_l);

CREATE INDEX ix_disclosure_at ON disclosure (at);

CREATE INDEX ix_disclosure_subject_uid ON disclosure (subject_uid);

CREATE TABLE erasure_proof (
    uid CHAR(32) NOT NULL,
    home VARCHAR(8) NOT NULL,
    number VARCHAR(16) NOT NULL,
    erased_at DATETIME NOT NULL,
    erased_by TEXT NOT NULL,
    records INTEGER NOT NULL,
    content TEXT NOT NULL,
    digest VARCHAR(64) NOT NULL,
    deleted_at DATETIME,
    deleted_by TEXT,
    _c VARCHAR(32),
    _l INTEGER,
    _v_removal VARCHAR(32),
    _v_core VARCHAR(32),
    CONSTRAINT pk_erasure_proof PRIMARY KEY (uid)
);

CREATE INDEX ix_erasure_proof__l ON erasure_proof (_l);

CREATE INDEX ix_erasure_proof_number ON erasure_proof (number);

CREATE TABLE retention_hold (
    uid CHAR(32) NOT NULL,
    home VARCHAR(8) NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_uid CHAR(32) NOT NULL,
    reason TEXT NOT NULL,
    since DATE NOT NULL,
    until DATE,
    deleted_at DATETIME,
    deleted_by TEXT,
    _c VARCHAR(32),
    _l INTEGER,
    _v_removal VARCHAR(32),
    _v_core VARCHAR(32),
    CONSTRAINT pk_retention_hold PRIMARY KEY (uid)
);

CREATE INDEX ix_retention_hold__l ON retention_hold (_l);

CREATE INDEX ix_retention_hold_subject_uid ON retention_hold (subject_uid);

CREATE TABLE search_entry (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    uid CHAR(32) NOT NULL,
    text TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    CONSTRAINT pk_search_entry PRIMARY KEY (id),
    CONSTRAINT uq_search_entry_uid UNIQUE (uid, kind)
);

CREATE TABLE search_word (
    id INTEGER NOT NULL,
    word TEXT NOT NULL,
    padded TEXT NOT NULL GENERATED ALWAYS AS ('^' || word || '$') VIRTUAL,
    CONSTRAINT pk_search_word PRIMARY KEY (id),
    CONSTRAINT uq_search_word_word UNIQUE (word)
);

CREATE INDEX ix_appointment_proposed_by_uid ON appointment (proposed_by_uid);

CREATE INDEX ix_candidate_school_uid ON candidate (school_uid);

CREATE INDEX ix_individual_mark_person_uid ON individual_mark (person_uid);

CREATE INDEX ix_sitting_appointment_uid ON sitting (appointment_uid);

ALTER TABLE journal_change ADD COLUMN shape INTEGER CONSTRAINT fk_journal_change_shape REFERENCES journal_shape (id);

ALTER TABLE journal_change ADD COLUMN salt INTEGER;

ALTER TABLE journal_change ADD COLUMN erased VARCHAR(64);

ALTER TABLE journal_entry ADD COLUMN reverts INTEGER CONSTRAINT fk_journal_entry_reverts REFERENCES journal_entry (id);

ALTER TABLE journal_entry ADD COLUMN lasting BOOLEAN DEFAULT '0' NOT NULL;

ALTER TABLE journal_entry ADD COLUMN salt INTEGER;

ALTER TABLE journal_entry ADD COLUMN erased VARCHAR(64);

ALTER TABLE sync_clock ADD COLUMN erasing BOOLEAN DEFAULT '0' NOT NULL;

CREATE INDEX ix_journal_entry_reverts ON journal_entry (reverts) WHERE reverts IS NOT NULL;

CREATE INDEX ix_journal_entry_user ON journal_entry (user);

CREATE VIRTUAL TABLE search_index USING fts5(text, content='search_entry', content_rowid='id', tokenize='ascii', prefix='1 2 3', detail='none', columnsize=0);

CREATE VIRTUAL TABLE search_part USING fts5(padded, content='search_word', content_rowid='id', tokenize='trigram', detail='none', columnsize=0);

CREATE VIRTUAL TABLE search_gram USING fts5vocab(search_part, 'row');

INSERT INTO search_part(search_part, rank) VALUES ('secure-delete', 1);

ALTER TABLE sync_seen ADD COLUMN ended VARCHAR(32);
