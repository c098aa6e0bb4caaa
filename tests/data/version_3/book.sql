BEGIN TRANSACTION;
CREATE TABLE kamgraph_actions (
	row_number INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	account TEXT NOT NULL, 
	deal TEXT, 
	kind TEXT NOT NULL, 
	owner TEXT, 
	contact TEXT, 
	axis TEXT, 
	due TEXT, 
	done TEXT, 
	text TEXT, 
	extra TEXT, 
	PRIMARY KEY (row_number)
);
INSERT INTO "kamgraph_actions" VALUES(1,'a','acme',NULL,'meet','cy','ann',NULL,NULL,NULL,NULL,NULL);
CREATE TABLE kamgraph_assessments (
	row_number INTEGER NOT NULL, 
	person TEXT NOT NULL, 
	date TEXT NOT NULL, 
	account TEXT, 
	deal TEXT, 
	assessor TEXT, 
	relationship TEXT, 
	solution TEXT, 
	price TEXT, 
	evidence TEXT, 
	extra TEXT, 
	PRIMARY KEY (row_number)
);
CREATE TABLE kamgraph_book (
	version INTEGER NOT NULL, 
	sha256 TEXT NOT NULL
);
INSERT INTO "kamgraph_book" VALUES(3,'c186b994382fd9e538799fcbad2822b9a49ffe0308810c01c3e628378d2f952c');
CREATE TABLE kamgraph_candidates (
	row_number INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	person TEXT NOT NULL, 
	other TEXT, 
	account TEXT, 
	deal TEXT, 
	value TEXT, 
	confidence DOUBLE NOT NULL, 
	method TEXT NOT NULL, 
	seen TEXT NOT NULL, 
	evidence TEXT, 
	verdict TEXT, 
	decided TEXT, 
	"by" TEXT, 
	extra TEXT, 
	PRIMARY KEY (row_number)
);
CREATE TABLE kamgraph_commitments (
	row_number INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	"to" TEXT NOT NULL, 
	deal TEXT, 
	made TEXT NOT NULL, 
	due TEXT, 
	kept TEXT, 
	text TEXT, 
	extra TEXT, 
	PRIMARY KEY (row_number)
);
INSERT INTO "kamgraph_commitments" VALUES(1,'c','cy','ann','d','2026-01-02',NULL,NULL,NULL,NULL);
CREATE TABLE kamgraph_deals (
	row_number INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	account TEXT NOT NULL, 
	name TEXT, 
	stage TEXT, 
	value DOUBLE, 
	currency TEXT, 
	created TEXT, 
	closes TEXT, 
	starts TEXT, 
	ends TEXT, 
	renews TEXT, 
	budget TEXT, 
	authority TEXT, 
	need TEXT, 
	timing TEXT, 
	extra TEXT, 
	PRIMARY KEY (row_number)
);
INSERT INTO "kamgraph_deals" VALUES(1,'d','acme',NULL,'delivery',1200000.0,'EUR','2024-01-15','2024-09-30','2024-10-01','2026-10-01',NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "kamgraph_deals" VALUES(2,'e','acme',NULL,'bid',NULL,NULL,NULL,NULL,NULL,NULL,'d',NULL,NULL,NULL,NULL,NULL);
CREATE TABLE kamgraph_goals (
	row_number INTEGER NOT NULL, 
	account TEXT NOT NULL, 
	due TEXT NOT NULL, 
	amount DOUBLE NOT NULL, 
	owner TEXT, 
	extra TEXT, 
	PRIMARY KEY (row_number)
);
INSERT INTO "kamgraph_goals" VALUES(1,'acme','2026-12-31',7.0,'cy',NULL);
CREATE TABLE kamgraph_interactions (
	row_number INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	date TEXT NOT NULL, 
	person TEXT NOT NULL, 
	kind TEXT, 
	part TEXT, 
	deal TEXT, 
	extra TEXT, 
	PRIMARY KEY (row_number)
);
CREATE TABLE kamgraph_organizations (
	row_number INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	parent TEXT, 
	industry TEXT, 
	region TEXT, 
	potential DOUBLE, 
	contribution DOUBLE, 
	extra TEXT, 
	PRIMARY KEY (row_number)
);
INSERT INTO "kamgraph_organizations" VALUES(1,'acme','acme','customer',NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "kamgraph_organizations" VALUES(2,'us','us','vendor',NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE kamgraph_payments (
	row_number INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	deal TEXT NOT NULL, 
	part TEXT NOT NULL, 
	due TEXT NOT NULL, 
	amount DOUBLE, 
	paid TEXT, 
	signer TEXT, 
	extra TEXT, 
	PRIMARY KEY (row_number)
);
INSERT INTO "kamgraph_payments" VALUES(1,'p','d','advance','2024-12-01',5.0,NULL,'ann',NULL);
CREATE TABLE kamgraph_people (
	row_number INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	organization TEXT NOT NULL, 
	title TEXT, 
	function TEXT, 
	level INTEGER, 
	susceptibility DOUBLE, 
	since TEXT, 
	until TEXT, 
	successor TEXT, 
	extra TEXT, 
	PRIMARY KEY (row_number)
);
INSERT INTO "kamgraph_people" VALUES(1,'ann','ann','acme',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "kamgraph_people" VALUES(2,'cy','cy','us',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE kamgraph_positions (
	row_number INTEGER NOT NULL, 
	person TEXT NOT NULL, 
	organization TEXT NOT NULL, 
	title TEXT, 
	function TEXT, 
	level INTEGER, 
	since TEXT, 
	until TEXT, 
	successor TEXT, 
	extra TEXT, 
	PRIMARY KEY (row_number)
);
CREATE TABLE kamgraph_roles (
	row_number INTEGER NOT NULL, 
	person TEXT NOT NULL, 
	account TEXT NOT NULL, 
	deal TEXT, 
	role TEXT NOT NULL, 
	since TEXT, 
	until TEXT, 
	extra TEXT, 
	PRIMARY KEY (row_number)
);
CREATE TABLE kamgraph_targets (
	row_number INTEGER NOT NULL, 
	person TEXT NOT NULL, 
	due TEXT NOT NULL, 
	deal TEXT, 
	relationship TEXT, 
	solution TEXT, 
	price TEXT, 
	extra TEXT, 
	PRIMARY KEY (row_number)
);
CREATE TABLE kamgraph_team (
	row_number INTEGER NOT NULL, 
	person TEXT NOT NULL, 
	account TEXT NOT NULL, 
	deal TEXT, 
	role TEXT NOT NULL, 
	since TEXT, 
	until TEXT, 
	extra TEXT, 
	PRIMARY KEY (row_number)
);
CREATE TABLE kamgraph_ties (
	row_number INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	target TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	deal TEXT, 
	strength TEXT, 
	confidence DOUBLE, 
	since TEXT, 
	until TEXT, 
	evidence TEXT, 
	extra TEXT, 
	PRIMARY KEY (row_number)
);
INSERT INTO "kamgraph_ties" VALUES(1,'cy','ann','knows',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
COMMIT;
