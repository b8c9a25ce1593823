import type { Statement } from './database';

const BUILT_IN = `EXISTS (SELECT FROM profile built WHERE built.name = found.name AND built.origin = 'product') AS built_in`;

/** The newest version, deleted or not. */
export const NEWEST: Statement = {
  name: 'profile.newest',
  text: `
    SELECT name, generation AS version, generation, origin, document, created_at, ${BUILT_IN}
    FROM profile found WHERE name = $1 ORDER BY generation DESC LIMIT 1`,
};

export const VERSION: Statement = {
  name: 'profile.version',
  text: `
    SELECT name, generation AS version, origin, document, created_at, ${BUILT_IN},
           (SELECT max(generation) FROM profile newest WHERE newest.name = found.name) AS generation
    FROM profile found WHERE name = $1 AND generation = $2`,
};

export const LIST: Statement = {
  text: `
    SELECT name, generation AS version, generation, origin, document, created_at, ${BUILT_IN}
    FROM (SELECT DISTINCT ON (name) * FROM profile ORDER BY name, generation DESC) found
    WHERE document IS NOT NULL AND ($1::text IS NULL OR name > $1) ORDER BY name LIMIT $2`,
};

/** Nothing comes back when somebody else made this version first. */
export const INSERT: Statement = {
  text: `
    INSERT INTO profile AS found (name, generation, origin, document) VALUES ($1, $2, $3, $4)
    ON CONFLICT DO NOTHING
    RETURNING name, generation AS version, generation, origin, document, created_at`,
};

export const INSTALLED: Statement = {
  text: `SELECT document FROM profile WHERE name = $1 AND origin = 'product'`,
};
