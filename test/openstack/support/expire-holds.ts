import { Client } from 'pg';
import { until } from '../../openstack-lab/machine/until';

/**
 * Lets every reservation expire now: its end is put forward, which the database allows to anybody, and the worker does the
 * rest. A VM without devices has no allocation by which it could be released over HTTP.
 */
export async function expireHolds(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const end = "SET expires_at = clock_timestamp() WHERE state = 'reserved'";
    await client.query(`BEGIN; UPDATE reservation ${end}; UPDATE allocation ${end}; COMMIT`);
    await until('the end of all reservations', 60_000, async () => {
      const left = await client.query("SELECT 1 FROM reservation WHERE state = 'reserved'");
      return left.rowCount === 0 ? true : null;
    });
  } finally {
    await client.end();
  }
}
