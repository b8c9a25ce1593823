import { Refusal, Unreachable } from '@iopath/api-client';
import { AccessError, EXIT, UsageError } from './exit-codes';
import { reportFailure } from './report-failure';

const REFUSED = {
  type: 'about:blank',
  title: 'Unprocessable Content',
  status: 422,
  detail: 'The body has 2 faults; see errors.',
  code: 'request.invalid',
  errors: [
    { pointer: '/name', code: 'field.missing', message: 'must be given' },
    { pointer: '', code: 'field.unknown', message: 'has \u001b[2J' },
  ],
};

describe('how the program ends when something failed', () => {
  it('is 1 when the service refuses, with all that it said', () => {
    expect(reportFailure(new Refusal(REFUSED, 'req-1'))).toEqual({
      exitCode: EXIT.refused,
      lines: [
        'Unprocessable Content (422, request.invalid)',
        'The body has 2 faults; see errors.',
        '  /name: must be given',
        '  (body): has \\u001b[2J',
        'Request id: req-1',
      ],
    });
  });

  it('is 2 for what was typed', () => {
    expect(reportFailure(new UsageError('There is no column "x".'))).toEqual({
      exitCode: EXIT.usage,
      lines: ['There is no column "x".'],
    });
  });

  it.each([
    ['the service does not answer', new Unreachable('advisor:8080 cannot be reached (ECONNREFUSED).')],
    ['Keystone lets nobody in', new AccessError('Keystone refuses …')],
    ['the token is worth nothing', new Refusal({ title: 'Unauthorized', status: 401 }, null)],
    ['a proxy has nobody behind it', new Refusal({ title: 'Bad Gateway', status: 502 }, null)],
  ])('is 3 when %s', (_what, error) => {
    expect(reportFailure(error).exitCode).toBe(EXIT.unreachable);
  });

  it('is not told for a defect of our own: that is to be seen', () => {
    expect(() => reportFailure(new TypeError('x is not a function'))).toThrow(TypeError);
  });
});
