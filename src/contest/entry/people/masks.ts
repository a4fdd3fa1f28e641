/** What is shown of a person to those who need no more: enough to tell two apart, too little to call. */

/** 张* 欧阳** : the first character, one star for each other. */
export const maskName = (name: string): string => {
  const [first = '', ...rest] = Array.from(name)
  return first + '*'.repeat(Math.min(rest.length, 6))
}

/** 138****0001: three and four characters; of a short one the last two. */
export const maskPhone = (phone: string): string =>
  phone.length < 9
    ? `${'*'.repeat(Math.max(0, phone.length - 2))}${phone.slice(-2)}`
    : `${phone.slice(0, 3)}${'*'.repeat(phone.length - 7)}${phone.slice(-4)}`

/** First and last character of an identity number: birthday and area stay hidden. */
export const maskCertno = (certno: string): string =>
  `${certno.slice(0, 1)}${'*'.repeat(certno.length - 2)}${certno.slice(-1)}`
