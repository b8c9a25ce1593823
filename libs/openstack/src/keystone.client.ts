import { CloudError, type VerifiedToken } from '@iopath/usecases';
import type { Caller } from './call/caller';
import { readCatalog, regionsOf } from './session/catalog';
import type { Session } from './session/session';
import { WireRecord } from './wire/wire-record';

/** A header's value; what has other characters, or is longer than Keystone lets pass, is no token. */
const TOKEN = /^[\x21-\x7e]{1,16384}$/;

/** What Keystone is asked beside logging in. */
export class KeystoneClient {
  constructor(
    private readonly session: Session,
    private readonly caller: Caller,
    private readonly ownServiceType: string,
  ) {}

  /** @see TokenVerifier.verify */
  async verify(subject: string): Promise<VerifiedToken | null> {
    if (!TOKEN.test(subject)) return null;
    const own = await this.session.token();
    try {
      return await this.ask(subject, own.value);
    } catch (error) {
      if (!(error instanceof CloudError) || error.status !== 401) throw error;
      // It is this service's own token that Keystone refuses: a subject that it does not know is 404.
      return this.ask(subject, (await this.session.renewed(own)).value);
    }
  }

  /** @throws CloudError when Keystone does not answer */
  async ping(): Promise<void> {
    const url = new URL(await this.session.identityUrl());
    await this.caller.call({ service: 'identity', method: 'GET', url });
  }

  private async ask(subject: string, own: string): Promise<VerifiedToken | null> {
    const answer = await this.caller.call({
      service: 'identity',
      method: 'GET',
      url: new URL(`${await this.session.identityUrl()}/auth/tokens`),
      headers: { 'x-auth-token': own, 'x-subject-token': subject },
      accepted: [404],
    });
    if (answer.status === 404) return null;
    return readVerifiedToken(WireRecord.of(answer.json, 'identity', 'answer').record('token'), this.ownServiceType);
  }
}

/** A token of `GET /v3/auth/tokens` (Keystone's API reference, "Validate and show information for token"). */
function readVerifiedToken(token: WireRecord, ownServiceType: string): VerifiedToken {
  const user = token.record('user');
  const project = token.recordOrNull('project');
  return {
    userId: user.text('id'),
    userName: user.text('name'),
    projectId: project?.text('id') ?? null,
    projectName: project?.textOrNull('name') ?? null,
    domainId: token.recordOrNull('domain')?.text('id') ?? null,
    isSystemScoped: token.recordOrNull('system')?.flag('all', false) ?? false,
    roles: (token.recordsOrNull('roles') ?? []).map((role) => role.text('name').toLowerCase()),
    expiresAtMs: token.timeMs('expires_at'),
    auditIds: token.texts('audit_ids'),
    catalogRegions: regionsOf(readCatalog(token), ownServiceType),
  };
}
