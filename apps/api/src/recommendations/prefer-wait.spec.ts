import { preferredWaitS } from './prefer-wait';

describe('Prefer: wait', () => {
  it.each`
    header                                | seconds
    ${undefined}                          | ${null}
    ${'wait=10'}                          | ${10}
    ${'Wait = 10'}                        | ${10}
    ${'wait="10"'}                        | ${10}
    ${'wait=0'}                           | ${0}
    ${'wait=31'}                          | ${30}
    ${'wait=999999999'}                   | ${30}
    ${'respond-async, wait=5; foo="bar"'} | ${5}
    ${'wait=5, wait=9'}                   | ${5}
    ${'wait'}                             | ${null}
    ${'wait='}                            | ${null}
    ${'wait=-1'}                          | ${null}
    ${'wait=1.5'}                         | ${null}
    ${'wait=ten'}                         | ${null}
    ${'wait=ten, wait=3'}                 | ${3}
    ${'await=10'}                         | ${null}
    ${'handling=lenient'}                 | ${null}
    ${';;;,,,==='}                        | ${null}
  `('"$header" asks for $seconds seconds', ({ header, seconds }: { header: string | undefined; seconds: unknown }) => {
    expect(preferredWaitS(header)).toBe(seconds);
  });
});
