/** What the body of an error says, whichever service wrote it. */
export interface ErrorBody {
  readonly message: string | null;
  readonly code: string | null;
}

type Fields = Readonly<Record<string, unknown>>;

/** Longer texts are pages of a proxy, or stacks. */
const LONGEST_MESSAGE = 500;

/**
 * Reads all the forms in which OpenStack's services write an error: Placement and the API guideline (`errors`), Nova (the
 * fault's name), Neutron (`NeutronError`), Keystone (`error`); and what stands before them writes, as HTML or text.
 */
export function readErrorBody(json: unknown, text: string): ErrorBody {
  if (isFields(json)) {
    const found = listOfErrors(json) ?? neutronError(json) ?? fault(json);
    if (found !== null) return { message: shortened(found.message), code: found.code };
  }
  return { message: shortened(readText(text)), code: null };
}

/** `{"errors": [{"title", "detail", "code"}]}`: Placement (placement/util.py `json_error_formatter`), Glance in part. */
function listOfErrors({ errors }: Fields): ErrorBody | null {
  const first: unknown = Array.isArray(errors) ? errors[0] : null;
  if (!isFields(first)) return null;
  return { message: textOf(first['detail']) ?? textOf(first['title']), code: textOf(first['code']) };
}

/** `{"NeutronError": {"type", "message", "detail"}}`; older filters write the text alone. */
function neutronError({ NeutronError: error }: Fields): ErrorBody | null {
  if (typeof error === 'string') return { message: error, code: null };
  if (!isFields(error)) return null;
  return { message: textOf(error['message']), code: textOf(error['type']) };
}

/**
 * `{"<name>": {"code", "message"}}`: Keystone names it `error`, and Nova by the fault (`badRequest`, `conflictingRequest` …,
 * nova/api/openstack/wsgi.py `Fault`), which is the nearest to a code that it has. Nova's middleware has `message` alone.
 */
function fault(json: Fields): ErrorBody | null {
  for (const [name, value] of Object.entries(json)) {
    if (!isFields(value)) continue;
    const message = textOf(value['message']);
    if (message === null) continue;
    const code = name === 'error' ? textOf(value['title']) : name;
    return { message, code };
  }
  const message = textOf(json['message']);
  return message === null ? null : { message, code: textOf(json['code']) };
}

/** The words of a page, tags left out; its title where it has one. */
function readText(text: string): string | null {
  if (!/<\w/.test(text)) return textOf(text.trim());
  const body = /<body[^>]*>([\s\S]*?)<\/body>/i.exec(text)?.[1] ?? text;
  const title = /<title[^>]*>([\s\S]*?)<\/title>/i.exec(text)?.[1];
  return textOf(words(title ?? '')) ?? textOf(words(body));
}

function words(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function shortened(message: string | null): string | null {
  return message !== null && message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
