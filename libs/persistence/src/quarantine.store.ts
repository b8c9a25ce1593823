import type { Inventory } from '@iopath/core';
import {
  type Cause,
  type Page,
  type Quarantine,
  type QuarantineFilter,
  type QuarantineReason,
  QuarantineStore,
  Refusal,
} from '@iopath/usecases';
import { allocationNotFound } from './allocation-refusals';
import { beginBecauseOf } from './cause';
import type { Database, Session, Statement } from './database';
import type { DeviceQuarantine, Prisma } from './generated/client';
import * as hostSql from './host.sql';
import { lockHosts } from './ledger';
import { isUuid, nameBasedUuid } from './name-based-uuid';
import { pageOf, unknownMarker } from './paging';

/** Namespace of their ids, drawn once. */
const QUARANTINES = '7d0f2f0a-5a0e-4c3b-9a54-0d0b8f3f6a21';

const OPEN: Statement = {
  text: `
    INSERT INTO device_quarantine (id, host_name, device_address, pf_address, reason, note)
    VALUES ($5, $1, $2, $3, 'operator', $4)
    ON CONFLICT (host_name, device_address) WHERE cleared_at IS NULL DO NOTHING
    RETURNING id`,
};

const EARLIER: Statement = {
  text: 'SELECT count(*)::int AS count FROM device_quarantine WHERE host_name = $1 AND device_address = $2',
};

const HOST_OF: Statement = { text: 'SELECT host_name FROM device_quarantine WHERE id = $1' };

const CLEAR: Statement = {
  text: `
    UPDATE device_quarantine SET cleared_at = clock_timestamp(), cleared_by = current_setting('iopath.actor')
    WHERE id = $1 AND cleared_at IS NULL`,
};

/** The open one, else the last that there was. */
const OF_DEVICE_OF: Statement = {
  text: `
    SELECT device_quarantine.id FROM allocation
    JOIN device_quarantine USING (host_name, device_address)
    WHERE allocation.id = $1 ORDER BY cleared_at DESC NULLS FIRST LIMIT 1`,
};

/** Devices that are given to nobody. Every change locks the host first and moves its version, so that planners see it. */
export class PostgresQuarantineStore extends QuarantineStore {
  constructor(private readonly database: Database) {
    super();
  }

  async list(filter: QuarantineFilter, limit: number, marker: string | null): Promise<Page<Quarantine>> {
    const { deviceQuarantine } = this.database.prisma;
    const where: Prisma.DeviceQuarantineWhereInput = {
      ...(filter.hostName === null ? {} : { hostName: filter.hostName }),
      ...(filter.isOpen === null ? {} : { clearedAt: filter.isOpen ? null : { not: null } }),
    };
    if (marker !== null && !(isUuid(marker) && (await deviceQuarantine.count({ where: { id: marker } })))) {
      throw unknownMarker(marker);
    }
    const rows = await deviceQuarantine.findMany({
      where,
      orderBy: [{ since: 'desc' }, { id: 'desc' }],
      take: limit + 1,
      ...(marker === null ? {} : { cursor: { id: marker }, skip: 1 }),
    });
    return pageOf(rows, limit, toQuarantine, ({ id }) => id);
  }

  async open(hostName: string, deviceAddress: string, note: string | null, cause: Cause): Promise<Quarantine> {
    const id = await this.database.transaction(async (session) => {
      await lockHosts(session, [hostName]);
      const [host] = await session.query<{ inventory: Inventory }>(hostSql.READ_INVENTORY, [hostName]);
      if (host === undefined) throw new Refusal('not_found', 'host.not_found', `There is no host ${hostName}.`);
      const pfAddress = pfAddressOf(host.inventory, deviceAddress);
      if (pfAddress === undefined) throw unknownDevice(hostName, deviceAddress);
      const [earlier] = await session.query<{ count: number }>(EARLIER, [hostName, deviceAddress]);
      const newId = nameBasedUuid(QUARANTINES, `${hostName}/${deviceAddress}/${earlier?.count ?? 0}`);
      const values = [hostName, deviceAddress, pfAddress, note, newId];
      const [opened] = await session.query<{ id: string }>(OPEN, values);
      if (opened === undefined) {
        const message = `Device ${deviceAddress} of ${hostName} is in quarantine already.`;
        throw new Refusal('conflict', 'quarantine.already_open', message);
      }
      return opened.id;
    }, beginBecauseOf(cause));
    return this.get(id);
  }

  async clear(id: string, cause: Cause): Promise<Quarantine> {
    if (!isUuid(id)) throw notFound();
    await this.database.transaction((session) => clearIt(session, id), beginBecauseOf(cause));
    return this.get(id);
  }

  async clearDeviceOf(allocationId: string, cause: Cause): Promise<Quarantine> {
    const known =
      isUuid(allocationId) && (await this.database.prisma.allocation.count({ where: { id: allocationId } })) > 0;
    if (!known) throw allocationNotFound(allocationId);
    const [quarantine] = await this.database.query<{ id: string }>(OF_DEVICE_OF, [allocationId]);
    if (quarantine === undefined) throw notFound();
    return this.clear(quarantine.id, cause);
  }

  private async get(id: string): Promise<Quarantine> {
    const row = await this.database.prisma.deviceQuarantine.findUnique({ where: { id } });
    if (row === null) throw notFound();
    return toQuarantine(row);
  }
}

async function clearIt(session: Session, id: string): Promise<void> {
  const [quarantine] = await session.query<{ host_name: string }>(HOST_OF, [id]);
  if (quarantine === undefined) throw notFound();
  await lockHosts(session, [quarantine.host_name]);
  await session.query(CLEAR, [id]);
}

/** The PF of a VF, null for another device of the host; undefined when it has none of this address. */
function pfAddressOf({ pfs, pciDevices }: Inventory, address: string): string | null | undefined {
  const pf = pfs.find(({ vfs }) => vfs.some((vf) => vf.address === address));
  if (pf !== undefined) return pf.address;
  return [...pfs.map((whole) => ({ address: whole.address, pfAddress: null })), ...pciDevices].find(
    (device) => device.address === address,
  )?.pfAddress;
}

function toQuarantine(row: DeviceQuarantine): Quarantine {
  return {
    id: row.id,
    hostName: row.hostName,
    deviceAddress: row.deviceAddress,
    pfAddress: row.pfAddress,
    reason: row.reason as QuarantineReason,
    note: row.note,
    allocationId: row.allocationId,
    sinceMs: row.since.getTime(),
    by: row.by,
    clearedAtMs: row.clearedAt?.getTime() ?? null,
    clearedBy: row.clearedBy,
  };
}

function unknownDevice(hostName: string, address: string): Refusal {
  const fault = { pointer: '/device_address', code: 'device.unknown', message: `must be a device of ${hostName}` };
  const message = `The inventory of ${hostName} has no device ${address}.`;
  return new Refusal('invalid', 'request.invalid', message, [fault]);
}

function notFound(): Refusal {
  return new Refusal('not_found', 'quarantine.not_found', 'There is no such quarantine.');
}
