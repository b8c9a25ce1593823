import type { CloudSettings } from './cloud-settings';
import { Secret } from './secret';

/** A domain of Keystone, as the configuration names it. */
export type DomainReference = { readonly id: string } | { readonly name: string };

/** A user or project: by its id, or by its name within a domain. */
export type DomainMember = { readonly id: string } | { readonly name: string; readonly domain: DomainReference };

/** What a token is asked for. */
export type CloudScope =
  | { readonly kind: 'project'; readonly project: DomainMember }
  | { readonly kind: 'domain'; readonly domain: DomainReference }
  | { readonly kind: 'system' };

export interface PasswordCredentials {
  readonly kind: 'password';
  readonly user: DomainMember;
  readonly password: Secret;
  readonly scope: CloudScope;
}

/** An application credential, which brings its project with it. */
export interface ApplicationCredential {
  readonly kind: 'application_credential';
  /** By id; or by name, which is unique for its user only. */
  readonly credential: { readonly id: string } | { readonly name: string; readonly user: DomainMember };
  readonly secret: Secret;
}

export type CloudCredentials = PasswordCredentials | ApplicationCredential;

const PASSWORD_TYPES: readonly string[] = ['password', 'v3password'];
const APPLICATION_CREDENTIAL_TYPES: readonly string[] = ['v3applicationcredential', 'applicationcredential'];

/** The id of the domain that Keystone's bootstrap makes; what `openstack` takes where no domain is told. */
const DEFAULT_DOMAIN_ID = 'default';

/** Null when something is missing; what it is stands in the settings' problems. */
export function readCredentials(settings: CloudSettings): CloudCredentials | null {
  const type = settings.text('auth_type')?.replaceAll('_', '').toLowerCase() ?? inferredType(settings);
  if (PASSWORD_TYPES.includes(type)) return readPassword(settings);
  if (APPLICATION_CREDENTIAL_TYPES.includes(type)) return readApplicationCredential(settings);
  settings.problem('auth_type', 'is not one of password, v3password, v3applicationcredential');
  return null;
}

function inferredType(settings: CloudSettings): string {
  return settings.has('application_credential_secret') ? 'v3applicationcredential' : 'password';
}

function readPassword(settings: CloudSettings): PasswordCredentials | null {
  const user = memberOf(settings, 'user', 'username');
  const password = settings.text('password');
  if (user === null) settings.problem('username', 'must be set to log in to the cloud, or OS_USER_ID');
  if (!settings.has('password')) settings.problem('password', 'must be set to log in to the cloud');
  const scope = readScope(settings);
  if (user === null || password === null || scope === null) return null;
  return { kind: 'password', user, password: new Secret(password), scope };
}

function readApplicationCredential(settings: CloudSettings): ApplicationCredential | null {
  const id = settings.text('application_credential_id');
  const name = settings.text('application_credential_name');
  const secret = settings.text('application_credential_secret');
  const user = memberOf(settings, 'user', 'username');
  if (id === null && name === null)
    settings.problem('application_credential_id', 'must be set, or …_NAME with its user');
  if (id === null && name !== null && user === null) {
    settings.problem('application_credential_name', 'is unique for a user only: OS_USERNAME or OS_USER_ID must be set');
  }
  if (!settings.has('application_credential_secret')) settings.problem('application_credential_secret', 'must be set');
  if (secret === null) return null;
  if (id !== null) return { kind: 'application_credential', credential: { id }, secret: new Secret(secret) };
  if (name === null || user === null) return null;
  return { kind: 'application_credential', credential: { name, user }, secret: new Secret(secret) };
}

function readScope(settings: CloudSettings): CloudScope | null {
  const system = settings.text('system_scope');
  const project = memberOf(settings, 'project', 'project_name');
  if (system !== null) {
    if (system !== 'all') settings.problem('system_scope', 'is not "all", the only scope of the system that there is');
    if (project !== null) settings.problem('system_scope', 'a token is of a project or of the system, not of both');
    return { kind: 'system' };
  }
  if (project !== null) return { kind: 'project', project };
  const domain = namedDomain(settings, 'domain');
  if (domain !== null) return { kind: 'domain', domain };
  settings.problem(
    'project_name',
    'must be set, or OS_PROJECT_ID, or OS_SYSTEM_SCOPE=all: the token has to be of something',
  );
  return null;
}

/** A user or project, by the settings `<kind>_id`, or `nameKey` and the domain of its kind. */
function memberOf(settings: CloudSettings, kind: 'user' | 'project', nameKey: string): DomainMember | null {
  const id = settings.text(`${kind}_id`);
  if (id !== null) return { id };
  const name = settings.text(nameKey);
  if (name === null) return null;
  const defaultId = settings.text('default_domain') ?? DEFAULT_DOMAIN_ID;
  const domain = namedDomain(settings, `${kind}_domain`) ?? namedDomain(settings, 'domain') ?? { id: defaultId };
  return { name, domain };
}

function namedDomain(settings: CloudSettings, key: string): DomainReference | null {
  const id = settings.text(`${key}_id`);
  if (id !== null) return { id };
  const name = settings.text(`${key}_name`);
  return name === null ? null : { name };
}
