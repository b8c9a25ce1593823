import { randomUUID } from 'node:crypto';
import type { FakeAnswer, FakeRequest } from './fake-openstack';
import { keystoneVersion } from './version-documents';

/** Who a token of the fake is of. */
export interface FakeIdentity {
  readonly userId: string;
  readonly userName: string;
  /** null: the token is not of a project. */
  readonly projectId: string | null;
  readonly roles: readonly string[];
  readonly isSystemScoped?: boolean;
}

interface Issued {
  readonly identity: FakeIdentity;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
}

/** The user as whom the clients log in. */
export const FAKE_USER = {
  name: 'advisor',
  password: 'advisor-password',
  id: 'user-advisor',
  project: 'service',
} as const;

export const FAKE_APPLICATION_CREDENTIAL = { id: 'credential-1', secret: 'credential-secret' } as const;

const SERVICE_IDENTITY: FakeIdentity = {
  userId: FAKE_USER.id,
  userName: FAKE_USER.name,
  projectId: 'project-service',
  roles: ['admin', 'service'],
};

/** A Keystone with one user, who may validate others' tokens. */
export class FakeKeystone {
  /** Seconds for which the tokens of a login are good. */
  lifetimeS = 3600;
  /** Regions in which every service is registered. */
  regions: readonly string[] = ['RegionOne'];
  /** Whether `io-advisor` is in the catalog too, and where. */
  ownRegions: readonly string[] = ['RegionOne'];
  ownUrl = 'http://advisor';
  private readonly issued = new Map<string, Issued>();

  constructor(private readonly url: string) {}

  /** A token of somebody, as if he had logged in. */
  issue(identity: FakeIdentity, lifetimeS = 3600): string {
    const token = `gAAAA-${randomUUID()}`;
    this.issued.set(token, { identity, issuedAtMs: Date.now(), expiresAtMs: Date.now() + lifetimeS * 1000 });
    return token;
  }

  revoke(token: string): void {
    this.issued.delete(token);
  }

  /** As after a restart with other keys. */
  revokeAll(): void {
    this.issued.clear();
  }

  isValid(token: string): boolean {
    const issued = this.issued.get(token);
    return issued !== undefined && issued.expiresAtMs > Date.now();
  }

  answer(request: FakeRequest): FakeAnswer {
    const { method, path } = request;
    if (method === 'GET' && path === '/') {
      return { status: 300, body: { versions: { values: [keystoneVersion(this.url)] } } };
    }
    if (method === 'GET' && /^\/v3\/?$/.test(path))
      return { status: 200, body: { version: keystoneVersion(this.url) } };
    if (method === 'GET' && path === '/v3/auth/catalog') return this.catalogFor(request);
    if (path !== '/v3/auth/tokens') return failure(404, 'Not Found', 'Could not find that.');
    if (method === 'POST') return this.logIn(request.body);
    return this.withSubject(request);
  }

  private logIn(body: unknown): FakeAnswer {
    const { auth } = body as { auth: { identity: Identity; scope?: unknown } };
    const { identity } = auth;
    const isKnown = identity.methods[0] === 'password' ? isKnownPassword(identity) : isKnownCredential(identity);
    if (identity.methods[0] === 'application_credential' && auth.scope !== undefined) {
      return failure(401, 'Unauthorized', 'Application credentials cannot request a scope.');
    }
    if (!isKnown) return failure(401, 'Unauthorized', 'The request you have made requires authentication.');
    const token = this.issue(SERVICE_IDENTITY, this.lifetimeS);
    return { status: 201, headers: { 'x-subject-token': token }, body: this.document(token) };
  }

  private withSubject({ method, headers }: FakeRequest): FakeAnswer {
    const own = String(headers['x-auth-token'] ?? '');
    const subject = String(headers['x-subject-token'] ?? '');
    if (!this.isValid(own)) return failure(401, 'Unauthorized', 'The request you have made requires authentication.');
    if (!this.isValid(subject)) return failure(404, 'Not Found', 'This is not a recognized Fernet token.');
    if (method === 'DELETE') {
      this.revoke(subject);
      return { status: 204 };
    }
    return { status: 200, headers: { 'x-subject-token': subject }, body: this.document(subject) };
  }

  private catalogFor({ headers }: FakeRequest): FakeAnswer {
    if (this.isValid(String(headers['x-auth-token'] ?? ''))) return { status: 200, body: { catalog: this.catalog() } };
    return failure(401, 'Unauthorized', 'The request you have made requires authentication.');
  }

  private document(token: string): unknown {
    const issued = this.issued.get(token);
    if (issued === undefined) return {};
    const { identity, issuedAtMs, expiresAtMs } = issued;
    const { userId, userName, projectId, roles, isSystemScoped = false } = identity;
    const domain = { id: 'default', name: 'Default' };
    return {
      token: {
        methods: ['password'],
        user: { id: userId, name: userName, domain, password_expires_at: null },
        ...(projectId === null ? {} : { project: { id: projectId, name: `name of ${projectId}`, domain } }),
        ...(isSystemScoped ? { system: { all: true } } : {}),
        roles: roles.map((name) => ({ id: `role-${name}`, name })),
        issued_at: new Date(issuedAtMs).toISOString(),
        expires_at: new Date(expiresAtMs).toISOString(),
        audit_ids: ['audit-1'],
        catalog: this.catalog(),
      },
    };
  }

  private catalog(): unknown {
    const services = { identity: '', compute: '/v2.1', placement: '', network: '', image: '' };
    const known = Object.entries(services).map(([type, path]) =>
      entry(type, this.regions, `${this.url}/${type}${path}`),
    );
    return [...known, ...(this.ownRegions.length > 0 ? [entry('io-advisor', this.ownRegions, this.ownUrl)] : [])];
  }
}

interface Identity {
  readonly methods: readonly string[];
  readonly password?: { readonly user: { readonly name?: string; readonly id?: string; readonly password: string } };
  readonly application_credential?: { readonly id?: string; readonly secret: string };
}

function isKnownPassword({ password }: Identity): boolean {
  const user = password?.user;
  return (user?.name === FAKE_USER.name || user?.id === FAKE_USER.id) && user?.password === FAKE_USER.password;
}

function isKnownCredential({ application_credential: credential }: Identity): boolean {
  return credential?.id === FAKE_APPLICATION_CREDENTIAL.id && credential.secret === FAKE_APPLICATION_CREDENTIAL.secret;
}

function entry(type: string, regions: readonly string[], url: string): unknown {
  const endpoints = regions.flatMap((region) =>
    ['public', 'internal'].map((each) => ({ id: randomUUID(), interface: each, region, region_id: region, url })),
  );
  return { id: randomUUID(), type, name: `the ${type} service`, endpoints };
}

function failure(code: number, title: string, message: string): FakeAnswer {
  return { status: code, body: { error: { code, title, message } } };
}
