import type { PlacementDto } from './placement.dto';
import type { RecommendationDto } from './recommendation.dto';

export const READY_EXAMPLE: Partial<RecommendationDto & PlacementDto> = {};
