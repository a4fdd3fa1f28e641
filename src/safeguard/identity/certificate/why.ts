import type { X509Reason } from '../../crypto/x509/index.ts'

/** What is told to a user who binds the own certificate. Whoever signs in with one is told nothing of this. */
export const WHY: Readonly<
  Record<X509Reason | 'challenge', { readonly whyZh: string; readonly whyEn: string }>
> = {
  form: { whyZh: '证书文件读不懂', whyEn: 'the certificate cannot be read' },
  key: {
    whyZh: '密钥类型不接受（SM2、P-256、Ed25519，或至少 2048 位的 RSA）',
    whyEn: 'keys of this kind are not taken (SM2, P-256, Ed25519, or RSA from 2048 bits)',
  },
  validity: { whyZh: '证书不在有效期内', whyEn: 'it is not within its time of validity' },
  chain: { whyZh: '不是本空间信任的机构签发', whyEn: 'no authority that this space trusts issued it' },
  usage: { whyZh: '证书的用途不是个人签名登录', whyEn: 'it is not for a person to sign in with' },
  revoked: { whyZh: '证书已被吊销', whyEn: 'it is revoked' },
  'revocation-unknown': {
    whyZh: '查不到有效的吊销列表，请联系运维',
    whyEn: 'there is no list of revoked certificates in force; ask operations',
  },
  signature: {
    whyZh: '签名与这段文字或这张证书不符',
    whyEn: 'the signature is not over this text by this certificate’s key',
  },
  challenge: { whyZh: '签名的文字已过期或已用过', whyEn: 'the text that was signed has expired or was used' },
}
