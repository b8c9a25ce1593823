import type { Statement } from '../database';

const COLUMNS = 'version, base, state, document, calibration, created_at, created_by';

export const GET: Statement = { text: `SELECT ${COLUMNS} FROM model_version WHERE version = $1` };

export const ACTIVE: Statement = { text: `SELECT ${COLUMNS} FROM model_version WHERE state = 'active'` };

export const LIST: Statement = {
  text: `
    SELECT ${COLUMNS} FROM model_version
    WHERE $1::text IS NULL OR number < (SELECT number FROM model_version WHERE version = $1)
    ORDER BY number DESC LIMIT $2`,
};

/** The number is drawn first, for the name is made of it. */
export const CREATE: Statement = {
  text: `
    INSERT INTO model_version (version, number, base, document, calibration, created_by)
    OVERRIDING SYSTEM VALUE
    SELECT $1 || '+c' || drawn.number, drawn.number, $1, $2, $3, $4
    FROM (SELECT nextval(pg_get_serial_sequence('model_version', 'number')) AS number) drawn
    RETURNING ${COLUMNS}`,
};

/** Who makes another version active waits here for whoever does; nobody who reads waits. */
export const TAKE_TURN: Statement = { text: 'LOCK TABLE model_history IN EXCLUSIVE MODE' };

export const RETIRE: Statement = { text: `UPDATE model_version SET state = 'retired' WHERE state = 'active'` };

export const ACTIVATE: Statement = { text: `UPDATE model_version SET state = 'active' WHERE version = $1` };

export const TELL: Statement = {
  text: `INSERT INTO model_history (action, from_version, to_version, by, request_id) VALUES ($1, $2, $3, $4, $5)`,
};

const CHANGE = 'SELECT at, action, from_version, to_version, by, request_id FROM model_history';

export const HISTORY: Statement = { text: `${CHANGE} ORDER BY id` };

/** Where nothing was before a calibration, the model as shipped was not said anything of. */
export const HISTORY_OF: Statement = {
  text: `
    ${CHANGE}
    WHERE to_version IS NOT DISTINCT FROM $1 OR (action <> 'calibrate' AND from_version IS NOT DISTINCT FROM $1)
    ORDER BY id`,
};
