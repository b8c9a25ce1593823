import type { CloudCredentials, CloudScope } from '../cloud-access';

/** The body of `POST /v3/auth/tokens`. An application credential brings its project: Keystone refuses a scope beside it. */
export function authRequest(credentials: CloudCredentials): unknown {
  if (credentials.kind === 'application_credential') {
    const application_credential = { ...credentials.credential, secret: credentials.secret.reveal() };
    return { auth: { identity: { methods: ['application_credential'], application_credential } } };
  }
  const user = { ...credentials.user, password: credentials.password.reveal() };
  return {
    auth: { identity: { methods: ['password'], password: { user } }, scope: scopeOf(credentials.scope) },
  };
}

/** What no message may show of these credentials. */
export function secretOf(credentials: CloudCredentials): string {
  return credentials.kind === 'password' ? credentials.password.reveal() : credentials.secret.reveal();
}

function scopeOf(scope: CloudScope): unknown {
  if (scope.kind === 'project') return { project: scope.project };
  return scope.kind === 'domain' ? { domain: scope.domain } : { system: { all: true } };
}
