import { type AllocationState, type HistoryEntry, LedgerHistory } from '@iopath/usecases';
import type { Database } from './database';
import type { LedgerHistory as LedgerHistoryRow } from './generated/client';
import { isUuid } from './name-based-uuid';

/** The newest entries that are told; a reservation that is renewed every minute has many. */
const MOST_ENTRIES = 1_000;

/** What the triggers wrote. */
export class PostgresLedgerHistory extends LedgerHistory {
  constructor(private readonly database: Database) {
    super();
  }

  async ofAllocation(id: string): Promise<readonly HistoryEntry[] | null> {
    if (!isUuid(id)) return null;
    const { allocation } = this.database.prisma;
    const found = await allocation.findUnique({ where: { id }, select: { recommendationId: true } });
    return found && this.entries({ recommendationId: found.recommendationId, subjectId: id });
  }

  async ofRecommendation(id: string): Promise<readonly HistoryEntry[] | null> {
    if (!isUuid(id)) return null;
    const found = await this.database.prisma.recommendation.count({ where: { id } });
    return found === 0 ? null : this.entries({ recommendationId: id });
  }

  private async entries(where: {
    readonly recommendationId: string;
    readonly subjectId?: string;
  }): Promise<readonly HistoryEntry[]> {
    const { ledgerHistory } = this.database.prisma;
    const newest = await ledgerHistory.findMany({ where, orderBy: { id: 'desc' }, take: MOST_ENTRIES });
    return newest.reverse().map(toEntry);
  }
}

function toEntry(row: LedgerHistoryRow): HistoryEntry {
  return {
    atMs: row.at.getTime(),
    actor: row.actor,
    reason: row.reason,
    requestId: row.requestId,
    userId: row.userId,
    userProjectId: row.userProjectId,
    subject: row.subjectKind as HistoryEntry['subject'],
    subjectId: row.subjectId,
    member: row.member,
    hostName: row.hostName,
    deviceAddress: row.deviceAddress,
    fromState: row.fromState as AllocationState | null,
    toState: row.toState as HistoryEntry['toState'],
    generation: row.generation,
    serverId: row.serverId,
    expiresAtMs: row.expiresAt?.getTime() ?? null,
  };
}
