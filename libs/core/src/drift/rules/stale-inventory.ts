import { cloudFinding, type DriftFinding, ourCall } from '../drift-finding';
import type { ComparedHost } from '../host-views';

const HOUR_MS = 3_600_000;

/** An inventory older than it may be. One that does not say when it was observed is as old as nobody knows, and not told. */
export function staleInventory({
  hostName,
  inventory,
  nowMs,
  inventoryMaxAgeMs,
}: ComparedHost): readonly DriftFinding[] {
  const observedAtMs = inventory?.observedAtMs ?? null;
  if (observedAtMs === null || nowMs - observedAtMs <= inventoryMaxAgeMs) return [];
  const detail = `The inventory was observed at ${new Date(observedAtMs).toISOString()}; it may be ${Math.round(inventoryMaxAgeMs / HOUR_MS)} h old.`;
  const put = ourCall('PUT', `/v1/hosts/${hostName}/inventory`);
  const commands = [`${put} -H "Content-Type: application/json" -d @<inventory.json>`];
  return [cloudFinding('stale_inventory', hostName, { kind: 'host', id: hostName }, { detail, commands })];
}
