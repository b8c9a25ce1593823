import { readErrorBody } from './error-body';

function read(body: unknown): ReturnType<typeof readErrorBody> {
  return typeof body === 'string' ? readErrorBody(undefined, body) : readErrorBody(body, JSON.stringify(body));
}

describe("the body of a service's error", () => {
  it.each([
    [
      'Placement',
      {
        errors: [
          {
            status: 409,
            title: 'Conflict',
            detail: 'generation conflict',
            code: 'placement.concurrent_update',
            request_id: 'req-1',
          },
        ],
      },
      { message: 'generation conflict', code: 'placement.concurrent_update' },
    ],
    [
      'Nova',
      { conflictingRequest: { code: 409, message: "Cannot 'resize' instance while it is in task_state deleting" } },
      { message: "Cannot 'resize' instance while it is in task_state deleting", code: 'conflictingRequest' },
    ],
    [
      'Neutron',
      { NeutronError: { type: 'PortNotFound', message: 'Port p1 could not be found.', detail: '' } },
      { message: 'Port p1 could not be found.', code: 'PortNotFound' },
    ],
    ["Neutron's filters", { NeutronError: 'no such thing' }, { message: 'no such thing', code: null }],
    [
      'Keystone',
      { error: { code: 401, message: 'The request you have made requires authentication.', title: 'Unauthorized' } },
      { message: 'The request you have made requires authentication.', code: 'Unauthorized' },
    ],
    [
      "Nova's middleware",
      { message: 'too many requests', code: 'over' },
      { message: 'too many requests', code: 'over' },
    ],
    [
      'a proxy',
      '<html><head><title>504 Gateway Time-out</title></head><body><h1>504</h1> nginx</body></html>',
      { message: '504 Gateway Time-out', code: null },
    ],
    [
      'Glance',
      '<html> <head> <title></title> </head>\n <body> <h1>404 Not Found</h1> No image found with ID x<br /><br /> </body></html>',
      { message: '404 Not Found No image found with ID x', code: null },
    ],
    ['keystonemiddleware', 'Authentication required', { message: 'Authentication required', code: null }],
    ['nobody', '', { message: null, code: null }],
    ['something else', [1, 2], { message: '[1,2]', code: null }],
  ])('of %s is read', (_whose, body, expected) => {
    expect(read(body)).toEqual(expected);
  });

  it('is cut short where it is a whole page', () => {
    expect(read('x'.repeat(10_000)).message).toBe(`${'x'.repeat(500)}…`);
  });
});
