import { NotFoundException } from '@nestjs/common';
import { DecisionTimedOut, PlanningThreadLost, Refusal, type RefusalKind } from '@iopath/usecases';
import { toProblemError } from './to-problem-error';

describe('what is answered for what was thrown', () => {
  it.each<[RefusalKind, string, number]>([
    ['invalid', 'request.invalid', 422],
    ['invalid', 'query.marker_unknown', 400],
    ['not_found', 'host.not_found', 404],
    ['conflict', 'host.generation_conflict', 409],
    ['too_many', 'some.limit', 429],
    ['unavailable', 'recommendation.contended', 503],
  ])('a refusal %s %s is %i', (kind, code, status) => {
    expect(toProblemError(new Refusal(kind, code, 'no'))).toMatchObject({ status, code, message: 'no' });
  });

  it('planning that took too long, and planning that another took down, are for trying again', () => {
    expect(toProblemError(new DecisionTimedOut(60_000))).toMatchObject({ status: 503, code: 'planning.timed_out' });
    expect(toProblemError(new PlanningThreadLost(false, null))).toMatchObject({ code: 'planning.interrupted' });
  });

  it.each([
    ['a database that is away', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), 503],
    ['one that is away for Prisma', Object.assign(new Error('x'), { code: 'P1001' }), 503],
    [
      'one that is away, told as a cause',
      new Error('x', { cause: Object.assign(new Error(), { code: '57P01' }) }),
      503,
    ],
    ['a connection that broke under a statement', new Error('Connection terminated unexpectedly'), 503],
    ['a URL that nobody serves', new NotFoundException(), 404],
    ['a body that Fastify refuses', Object.assign(new Error(), { statusCode: 415, code: 'FST_ERR_CTP' }), 415],
  ])('%s', (_what, thrown, status) => {
    expect(toProblemError(thrown)?.status).toBe(status);
  });

  it.each([[new TypeError('x is not a function')], [new Error('statusCode 404')], ['text'], [undefined]])(
    'a defect is told as such: %p',
    (thrown) => {
      expect(toProblemError(thrown)).toBeNull();
    },
  );
});
