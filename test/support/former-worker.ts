import type { Client } from 'pg';

/** How workers took before the database handed out what is next: the recommendation that the job names. */
export const FORMER_TAKE = `
  UPDATE recommendation SET status = 'scoring', attempts = attempts + 1, taken_at = now()
  WHERE id = $1 AND status IN ('queued', 'scoring')
  RETURNING id, request, profile, attempts`;

/** Takes a recommendation as a worker of before did. */
export async function take(sql: Client, id: string): Promise<void> {
  const { rows } = await sql.query(FORMER_TAKE, [id]);
  if (rows.length !== 1) throw new Error(`${id} cannot be taken`);
}
