import { ApiError } from '../../lib/errors.ts';
import {
  checkProfile,
  ProfileValueError,
  type ProfileChange,
} from '../../lib/models/profile-values.ts';

/** A profile change from a request body. @throws {ApiError} 400 naming the field. */
export function checkProfileUpdate(
  model: string,
  updates: Readonly<Record<string, unknown>>,
): ProfileChange {
  try {
    return checkProfile(model, updates);
  } catch (error) {
    if (error instanceof ProfileValueError)
      throw new ApiError(400, 'invalid_profile', error.message, { param: error.field });
    throw error;
  }
}
