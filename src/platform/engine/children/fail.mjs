/** A failure that is told by its kind alone (`ExecutorErrorKind`). */
export const failed = (kind) => Object.assign(new Error(kind), { kind })
