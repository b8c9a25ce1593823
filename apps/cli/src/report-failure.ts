import { Refusal, Unreachable } from '@iopath/api-client';
import { AccessError, EXIT, type ExitCode, UsageError } from './exit-codes';
import { printable, printableLines } from './output/printable';

/** Statuses by which the service, or a proxy before it, says that it does not know who asks. */
const UNAUTHORIZED: readonly number[] = [401, 407];
/** By which a proxy says that there is no service behind it. */
const NOBODY_THERE: readonly number[] = [502, 504];

/** What went wrong in lines for standard error, and how the program ends for it. */
export function reportFailure(error: unknown): { readonly lines: readonly string[]; readonly exitCode: ExitCode } {
  if (error instanceof UsageError) return { lines: linesOf(error.message), exitCode: EXIT.usage };
  if (error instanceof AccessError || error instanceof Unreachable) {
    return { lines: linesOf(error.message), exitCode: EXIT.unreachable };
  }
  if (error instanceof Refusal) {
    const { status } = error.problem;
    const isAway = UNAUTHORIZED.includes(status) || NOBODY_THERE.includes(status);
    return { lines: refusalLines(error), exitCode: isAway ? EXIT.unreachable : EXIT.refused };
  }
  throw error;
}

/** Title, detail and code; each fault of the body by its pointer; the id by which the log has more. */
export function refusalLines({ problem, requestId }: Refusal): readonly string[] {
  const { title, status, detail, code, errors } = problem;
  return [
    `${printable(title)} (${status}${code === undefined ? '' : `, ${printable(code)}`})`,
    ...(detail === undefined ? [] : linesOf(detail)),
    ...(errors ?? []).map(
      (each) => `  ${printable(each.pointer === '' ? '(body)' : each.pointer)}: ${printable(each.message)}`,
    ),
    ...(requestId === null ? [] : [`Request id: ${printable(requestId)}`]),
  ];
}

function linesOf(message: string): readonly string[] {
  return printableLines(message).split('\n');
}
