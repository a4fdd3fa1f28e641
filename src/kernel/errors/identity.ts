import type { ErrorText } from './text.ts'

export const identityErrors = {
  NOT_SIGNED_IN: { status: 401, zh: '请先登录。', en: 'Sign in first.' },
  ROLE_NOT_ALLOWED: {
    status: 403,
    zh: '您的角色不能做这件事；需要：{roles}。',
    en: 'Your role may not do this; needed: {roles}.',
  },
  SIGN_IN_FAILED: {
    status: 401,
    zh: '登录名或密码不对。忘记密码请联系系统管理员重新邀请。',
    en: 'Login name or password is wrong. If the password is lost, ask the system administrator for a new invitation.',
  },
  SIGN_IN_LOCKED: {
    status: 429,
    zh: '失败次数过多，已暂停登录。请 {minutes} 分钟后再试，或请安全管理员解锁。',
    en: 'Too many failures: sign-in is paused. Try again in {minutes} min, or ask the security officer to unlock.',
  },
  SECOND_FACTOR_WRONG: {
    status: 401,
    zh: '验证码或通行密钥无效，每个验证码只能用一次。请等下一个验证码，或改用恢复码。',
    en: 'The code or passkey is not valid; a code works once only. Wait for the next code or use a recovery code.',
  },
  SECOND_FACTOR_REQUIRED: {
    status: 409,
    zh: '您的角色必须保留至少一种二次验证。请先添加另一种，再删除这一种。',
    en: 'Your role must keep a second factor. Add another before you remove this one.',
  },
  SECOND_FACTOR_PRESENT: {
    status: 409,
    zh: '已设置动态验证码。如需更换，请先删除现有的。',
    en: 'One-time codes are set up already. Remove them first to set up new ones.',
  },
  PASSKEY_INVALID: {
    status: 400,
    zh: '通行密钥未通过校验，请重新开始。',
    en: 'The passkey did not verify; start again.',
  },
  PASSKEY_NOT_FOUND: { status: 404, zh: '没有找到这个通行密钥。', en: 'This passkey was not found.' },
  LOGIN_CERTIFICATE_OFF: {
    status: 404,
    zh: '本空间没有开通证书登录。请用密码登录，或请运维设置信任的证书机构。',
    en: 'There is no log-in by certificate here. Use the password, or ask operations to name the authorities that are trusted.',
  },
  LOGIN_CERTIFICATE_FAILED: {
    status: 401,
    zh: '证书登录没有通过。请确认证书有效且已绑定到您的账户，换一段新的文字重新签名；仍不行就用密码登录，或联系系统管理员。',
    en: 'The log-in by certificate did not succeed. See that the certificate is valid and bound to your account, and sign a new text; else use the password, or ask the system administrator.',
  },
  LOGIN_CERTIFICATE_INVALID: {
    status: 400,
    zh: '证书没有通过校验：{whyZh}。请改正后重新开始。',
    en: 'The certificate did not verify: {whyEn}. Put it right and start again.',
  },
  LOGIN_CERTIFICATE_TAKEN: {
    status: 409,
    zh: '这张证书已经绑定。一张证书只属于一个账户，须先在那里解除。',
    en: 'This certificate is bound already. One certificate belongs to one account; unbind it there first.',
  },
  LOGIN_CERTIFICATE_MOST: {
    status: 409,
    zh: '一个账户最多绑定 {most} 张证书，请先解除一张。',
    en: 'An account has at most {most} certificates; unbind one first.',
  },
  LOGIN_CERTIFICATE_NOT_FOUND: {
    status: 404,
    zh: '没有找到这张证书。',
    en: 'This certificate was not found.',
  },
  PASSWORD_WRONG: { status: 403, zh: '当前密码不对。', en: 'The current password is wrong.' },
  PASSWORD_TOO_SHORT: {
    status: 400,
    zh: '密码太短，至少需要 {min} 个字符。',
    en: 'The password is too short; at least {min} characters are needed.',
  },
  PASSWORD_TOO_LONG: {
    status: 400,
    zh: '密码太长，最多 {max} 个字符。',
    en: 'The password is too long; at most {max} characters are allowed.',
  },
  PASSWORD_TOO_SIMPLE: {
    status: 400,
    zh: '密码过于简单：大写字母、小写字母、数字、符号中至少要有 {classes} 类，且不能只重复少数几个字符。',
    en: 'The password is too simple: use at least {classes} of capitals, small letters, digits and signs, and more than a few different characters.',
  },
  PASSWORD_HAS_LOGIN: {
    status: 400,
    zh: '密码不能包含登录名。',
    en: 'The password must not contain the login name.',
  },
  PASSWORD_COMMON: {
    status: 400,
    zh: '这是常见密码，容易被猜中。请换一个。',
    en: 'This password is a common one and easily guessed. Choose another.',
  },
  PASSWORD_REUSED: {
    status: 400,
    zh: '不能使用最近 {count} 次用过的密码。',
    en: 'The last {count} passwords may not be used again.',
  },
  INVITATION_INVALID: {
    status: 404,
    zh: '邀请链接无效、已使用或已过期。请联系系统管理员重新邀请。',
    en: 'The invitation is not valid, was used, or has expired. Ask the system administrator for a new one.',
  },
  USER_TECHNICAL: {
    status: 409,
    zh: '这是连接器专用的技术账户，没有密码，也不能登录；要停用它，请停用该连接器。',
    en: 'This is the technical account of a connector: it has no password and never signs in. To stop it, suspend the connector.',
  },
  RENEWAL_REFUSED: {
    status: 409,
    zh: '该用户担任重要角色而没有二次验证，不能直接重设密码。请安全管理员先收回其角色，设好密码后再授予；或在服务器上办理。',
    en: 'This user holds a privileged role and has no second factor, so the password cannot be renewed. Let the security officer take the roles first and give them back after, or do it on the server.',
  },
  LOGIN_TAKEN: {
    status: 409,
    zh: '登录名已被使用，请换一个。',
    en: 'The login name is taken; choose another.',
  },
  USER_NOT_FOUND: { status: 404, zh: '没有找到这个用户。', en: 'This user was not found.' },
  USER_STATE: {
    status: 409,
    zh: '用户当前状态为“{state}”，不能这样做。',
    en: 'The user is in state "{state}"; this cannot be done.',
  },
  SESSION_NOT_FOUND: {
    status: 404,
    zh: '没有找到这个会话，它可能已经结束。',
    en: 'This session was not found; it may have ended.',
  },
  OWN_ACCOUNT: {
    status: 403,
    zh: '不能对自己的账号做这件事，须由另一位管理员办理。',
    en: 'This may not be done to your own account; another officer must do it.',
  },
  ROLE_NOT_GRANTABLE: {
    status: 403,
    zh: '角色“{role}”只能由 {granter} 授予或收回。',
    en: 'The role "{role}" may be given or taken only by: {granter}.',
  },
  ROLES_SEPARATED: {
    status: 409,
    zh: '三员分立：系统管理员、安全管理员、审计管理员只能单独任职，不能与 {roles} 同时担任。',
    en: 'Separated officers: system administrator, security officer and auditor hold that one role alone; not together: {roles}.',
  },
  ROLE_NEEDS_BODY: {
    status: 409,
    zh: '角色“{role}”只能由以下主体的人员担任：{bodies}。',
    en: 'The role "{role}" may be held only in a body that is: {bodies}.',
  },
  LAST_OFFICER: {
    status: 409,
    zh: '这是最后一位“{role}”，请先任命接替者。',
    en: 'This is the last "{role}"; appoint a successor first.',
  },
  PARTICIPANT_NOT_FOUND: { status: 404, zh: '没有找到这个主体。', en: 'This participant was not found.' },
  PARTICIPANT_STATE: {
    status: 409,
    zh: '主体当前状态为“{state}”，不能这样做。',
    en: 'The participant is in state "{state}"; this cannot be done.',
  },
  OPERATOR_FIXED: {
    status: 409,
    zh: '运营方在初始化时确定，不能在此授予、收回或暂停。',
    en: 'The operator is set when the space is made; it cannot be given, taken or suspended here.',
  },
  USCC_INVALID: {
    status: 400,
    zh: '统一社会信用代码“{code}”不符合 GB 32100，请核对 18 位代码。',
    en: 'The unified social credit code "{code}" does not satisfy GB 32100; check its 18 characters.',
  },
  USCC_TAKEN: {
    status: 409,
    zh: '统一社会信用代码“{code}”的主体已经登记。',
    en: 'A participant with the unified social credit code "{code}" is registered already.',
  },
  SPACE_NOT_EMPTY: {
    status: 409,
    zh: '空间里已有主体，不能再次初始化。',
    en: 'The space has participants already and cannot be initialised again.',
  },
} as const satisfies Record<string, ErrorText>
