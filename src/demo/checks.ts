const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const ORG_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

/** Check character of a 居民身份证 from its first 17 digits (GB 11643, ISO 7064 MOD 11-2). */
export function idCheck(first17: string): string {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += (first17.charCodeAt(i) - 48) * ID_WEIGHTS[i]!
  return '10X98765432'[sum % 11]!
}

/** Check character of a 组织机构代码 from its first 8 characters (GB 11714). */
export function orgCheck(first8: string): string {
  let sum = 0
  for (let i = 0; i < 8; i++) {
    const c = first8.charCodeAt(i)
    sum += (c < 58 ? c - 48 : c - 55) * ORG_WEIGHTS[i]!
  }
  const rest = 11 - (sum % 11)
  return rest === 10 ? 'X' : rest === 11 ? '0' : String(rest)
}

/** Check character of a 统一社会信用代码 from its first 17 characters (GB 32100). */
export function usccCheck(first17: string): string {
  let sum = 0
  let weight = 1
  for (let i = 0; i < 17; i++) {
    sum += USCC_ALPHABET.indexOf(first17[i]!) * weight
    weight = (weight * 3) % 31
  }
  return USCC_ALPHABET[(31 - (sum % 31)) % 31]!
}

/** A valid 统一社会信用代码: department and kind (2), region (6), organisation code without its check (8). */
export function makeUscc(kind: string, region: string, org8: string): string {
  const first17 = kind + region + org8 + orgCheck(org8)
  return first17 + usccCheck(first17)
}
