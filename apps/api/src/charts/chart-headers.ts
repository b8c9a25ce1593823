import { applyDecorators, Header } from '@nestjs/common';
import { CHART_POLICY } from '@iopath/charts';

/** The answer is a picture, which may do nothing but be seen. */
export function SvgPicture(): MethodDecorator & ClassDecorator {
  return applyDecorators(
    Header('content-type', 'image/svg+xml; charset=utf-8'),
    Header('content-security-policy', CHART_POLICY),
    Header('x-content-type-options', 'nosniff'),
    Header('referrer-policy', 'no-referrer'),
    Header('cache-control', 'no-store'),
  );
}
