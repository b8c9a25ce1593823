import { CloudError, type CloudServiceType } from '@iopath/usecases';

/** There was no answer, or none to its end. */
export class ConnectionTrouble extends CloudError {
  constructor(
    service: CloudServiceType,
    message: string,
    isTransient: boolean,
    /** The service cannot have seen the request. */
    readonly isUnsent: boolean,
  ) {
    super(service, message, null, null, null, isTransient);
  }
}

/** Refused, not resolved, or not connected in time: nothing went out (Node's system errors, undici's `errors.md`). */
const UNSENT: readonly string[] = [
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN'],
  'UND_ERR_CONNECT_TIMEOUT',
];

const LATE: readonly string[] = [
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'ETIMEDOUT',
];

/** OpenSSL's and Node's codes of a certificate that is not to be trusted: repeating does not help. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)_|^ERR_TLS_/;

/**
 * Says in one line what went wrong on the way to a service. The library's own texts are not taken: nothing says what they
 * may quote of a request.
 */
export function connectionTrouble(service: CloudServiceType, url: URL, error: unknown): ConnectionTrouble {
  const code = connectionCodeOf(error);
  const where = `${service} at ${url.host}`;
  if (isAbort(error) || LATE.includes(code)) {
    return new ConnectionTrouble(service, `${where} did not answer in time.`, true, code === 'UND_ERR_CONNECT_TIMEOUT');
  }
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
    return new ConnectionTrouble(service, `${where} answered more than is read of one answer.`, false, false);
  }
  if (CERTIFICATE.test(code)) {
    const advice = 'OS_CACERT names the certificate that signs it.';
    return new ConnectionTrouble(
      service,
      `${where} shows a certificate that is not trusted (${code}). ${advice}`,
      false,
      true,
    );
  }
  if (UNSENT.includes(code)) {
    return new ConnectionTrouble(service, `${where} cannot be reached (${code}).`, true, true);
  }
  return new ConnectionTrouble(service, `${where} broke the connection off (${code}).`, true, false);
}

/** The nearest code in the chain: a connection tried over several addresses wraps one error an address. */
export function connectionCodeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  const { code, errors, cause, name } = error as Readonly<Record<string, unknown>>;
  if (typeof code === 'string') return code;
  if (Array.isArray(errors) && errors.length > 0) return connectionCodeOf(errors[0]);
  return cause === undefined ? String(name) : connectionCodeOf(cause);
}

function isAbort(error: unknown): boolean {
  const name = typeof error === 'object' && error !== null && 'name' in error ? error.name : null;
  return name === 'TimeoutError' || name === 'AbortError';
}
