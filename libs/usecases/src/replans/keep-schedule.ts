import { type Calendar, CalendarError } from '../ports/calendar.port';
import type { CauseCaller } from '../ports/cause.port';
import type { ReplanSchedule, ReplanScheduleDocument, ReplanScheduleStore } from '../ports/replan-schedule-store.port';
import type { Clock } from '../ports/surroundings.port';
import { Refusal } from '../refusal';
import { readDraft, type ReadDraftPorts } from './read-draft';
import type { ReplanDraft } from './replan-draft';

export interface KeepSchedulePorts extends ReadDraftPorts {
  readonly schedules: ReplanScheduleStore;
  readonly calendar: Calendar;
  readonly clock: Clock;
}

/** A schedule as its caller wrote it. */
export type ReplanScheduleDraft = Omit<ReplanScheduleDocument, 'request'> & { readonly replan: ReplanDraft };

/** Accepts schedules: what they ask for is checked as a re-plan is, against the fleet of today. */
export class KeepSchedule {
  constructor(private readonly ports: KeepSchedulePorts) {}

  /** @throws Refusal invalid `request.invalid` with a fault for each thing wrong. */
  async create(id: string, draft: ReplanScheduleDraft, caller: CauseCaller | null): Promise<ReplanSchedule> {
    const earlier = await this.ports.schedules.get(id);
    if (earlier !== null) return earlier;
    const { document, nextRunAtMs } = await this.read(draft);
    return this.ports.schedules.create(id, document, nextRunAtMs, caller);
  }

  /** @throws as {@link create}; Refusal not_found, conflict as the store's `replace`. */
  async replace(id: string, generation: number, draft: ReplanScheduleDraft): Promise<ReplanSchedule> {
    const { document, nextRunAtMs } = await this.read(draft);
    return this.ports.schedules.replace(id, generation, document, nextRunAtMs);
  }

  private async read({ replan, ...rest }: ReplanScheduleDraft): Promise<{
    readonly document: ReplanScheduleDocument;
    readonly nextRunAtMs: number | null;
  }> {
    const next = this.nextRun(rest.cron, rest.timeZone);
    const request = await this.readReplan(replan);
    return { document: { ...rest, request }, nextRunAtMs: rest.enabled ? next : null };
  }

  private nextRun(cron: string, timeZone: string): number {
    try {
      const next = this.ports.calendar.next(cron, timeZone, this.ports.clock());
      if (next !== null) return next;
      throw new CalendarError('cron', 'never comes');
    } catch (error) {
      if (!(error instanceof CalendarError)) throw error;
      const fault = { pointer: `/${error.about}`, code: `schedule.${error.about}_malformed`, message: error.message };
      throw new Refusal('invalid', 'request.invalid', 'The schedule does not say when; see errors.', [fault]);
    }
  }

  private async readReplan(draft: ReplanDraft): Promise<ReplanScheduleDocument['request']> {
    try {
      return await readDraft(draft, this.ports);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const faults = error.faults.map((fault) => ({ ...fault, pointer: `/replan${fault.pointer}` }));
      throw new Refusal(error.kind, error.code, error.message, faults);
    }
  }
}
