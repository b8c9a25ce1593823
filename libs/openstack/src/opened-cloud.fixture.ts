import { FAKE_USER, FakeOpenStack } from '@iopath/testing';
import { CloudError } from '@iopath/usecases';
import type { CloudAccess } from './cloud-access';
import type { CallReport, CloudOptions } from './cloud-options';
import { openCloud, type Cloud } from './open-cloud';

const DOMAIN = { id: 'default' };

/** A cloud of this process, opened by its user; it never pauses, and its clock is the spec's. */
export class OpenedCloud {
  readonly reports: CallReport[] = [];
  readonly pauses: number[] = [];
  nowMs = Date.now();
  private opened: Cloud | null = null;

  private constructor(readonly openStack: FakeOpenStack) {}

  static async start(): Promise<OpenedCloud> {
    return new OpenedCloud(await FakeOpenStack.start());
  }

  /** Opens it on the first use. */
  get cloud(): Cloud {
    this.opened ??= this.open();
    return this.opened;
  }

  /** Opens it anew, so. */
  reopen(changes: Partial<CloudAccess> = {}, options: CloudOptions = {}): Cloud {
    void this.opened?.close();
    this.opened = this.open(changes, options);
    return this.opened;
  }

  access(changes: Partial<CloudAccess> = {}): CloudAccess {
    return {
      authUrl: this.openStack.authUrl,
      credentials: {
        kind: 'password',
        user: { name: FAKE_USER.name, domain: DOMAIN },
        password: { reveal: () => FAKE_USER.password },
        scope: { kind: 'project', project: { name: FAKE_USER.project, domain: DOMAIN } },
      },
      region: null,
      endpointInterface: 'public',
      endpointOverrides: {},
      tls: { isVerified: true, ca: null, cert: null, key: null },
      ...changes,
    };
  }

  async close(): Promise<void> {
    await this.opened?.close();
    await this.openStack.close();
  }

  private open(changes: Partial<CloudAccess> = {}, options: CloudOptions = {}): Cloud {
    return openCloud(this.access(changes), {
      clock: () => this.nowMs,
      pause: (ms) => {
        this.pauses.push(ms);
        return Promise.resolve();
      },
      random: () => 1,
      onCall: (report) => this.reports.push(report),
      ...options,
    });
  }
}

/** What an action fails with, which has to be a CloudError. */
export async function cloudErrorOf(action: Promise<unknown>): Promise<CloudError> {
  try {
    await action;
  } catch (error) {
    if (error instanceof CloudError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}

/** Everything that an iterable gives. */
export async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
