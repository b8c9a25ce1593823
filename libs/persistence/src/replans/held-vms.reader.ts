import {
  type DeviceKind,
  type HeldVm,
  presentPaths,
  type Profile,
  type RejectedRequest,
  type VmRequest,
} from '@iopath/core';
import { HeldVms } from '@iopath/usecases';
import { type Database, ONE_READ_VIEW } from '../database';
import * as sql from './held-vms.sql';
import type { KeptPlace } from './kept-place';

interface HeldRow {
  readonly id: string;
  readonly recommendation_id: string;
  readonly member: number;
  readonly server_id: string | null;
  readonly state: HeldVm['state'];
  readonly host_name: string;
  /** Of the present place, or else of the one that was decided; null where neither was kept. */
  readonly place: KeptPlace | null;
  readonly devices: Readonly<Record<string, DeviceKind>>;
}

interface AskedRow {
  readonly id: string;
  readonly request: VmRequest;
  readonly profile: Profile;
}

/** VMs as the ledger and their recommendations tell of them. */
export class PostgresHeldVms extends HeldVms {
  constructor(private readonly database: Database) {
    super();
  }

  read(hostName?: string): Promise<readonly HeldVm[]> {
    const of = [hostName ?? null];
    return this.database.transaction(async (session) => {
      const held = await session.query<HeldRow>(sql.HELD, of);
      const asked = new Map((await session.query<AskedRow>(sql.ASKED, of)).map((row) => [row.id, row]));
      return held.flatMap((row) => {
        const recommendation = asked.get(row.recommendation_id);
        return recommendation === undefined ? [] : [toHeldVm(row, recommendation)];
      });
    }, ONE_READ_VIEW);
  }

  async rejected(days: number, limit: number): Promise<readonly RejectedRequest[]> {
    const rows = await this.database.query<AskedRow>(sql.REJECTED, [days, limit]);
    return rows.map(({ id: recommendationId, request, profile }) => ({ recommendationId, request, profile }));
  }
}

function toHeldVm(row: HeldRow, { request, profile }: AskedRow): HeldVm {
  const { place } = row;
  const kept = { nics: pathsOf(place?.nics), disks: pathsOf(place?.disks) };
  return {
    reservationId: row.id,
    recommendationId: row.recommendation_id,
    member: row.member,
    serverId: row.server_id,
    state: row.state,
    hostName: row.host_name,
    request,
    profile,
    paths: presentPaths(request, kept, row.devices),
    extraSpecs: place?.extraSpecs ?? request.flavor.extraSpecs,
    // A place that was decided and left since tells nothing of the present one.
    now: place === null || place.hostName !== row.host_name ? null : presentPlace(place),
  };
}

function presentPlace({ score, nics, disks }: KeptPlace): HeldVm['now'] {
  const devices = [...Object.entries(disks), ...Object.entries(nics)];
  return { score, p99LatencyUs: Object.fromEntries(devices.map(([name, { p99 }]) => [name, p99])) };
}

function pathsOf<Path>(
  devices: Readonly<Record<string, { readonly path: Path }>> | undefined,
): Readonly<Record<string, Path>> {
  return Object.fromEntries(Object.entries(devices ?? {}).map(([name, { path }]) => [name, path]));
}
