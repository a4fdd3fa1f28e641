/** The stems that guessing lists of this country and others begin with; long enough to pass the length rule with a tail. */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `password passw0rd passwort password1 passwordpassword administrator admin adminadmin root rootroot welcome
  welcometo letmein iloveyou iloveyouforever qwerty qwertyuiop qwertyuiopasdf qwertyuiopasdfghjkl asdfgh asdfghjkl
  zxcvbn zxcvbnm qazwsx qazwsxedc qazwsxedcrfv 1qaz2wsx 1qaz2wsx3edc 1qaz2wsx3edc4rfv 1q2w3e4r 1q2w3e4r5t
  1q2w3e4r5t6y q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 123456 1234567 12345678 123456789 1234567890 12345678910
  123456789012 1234567890123 12345678901234 123456123456 012345678901 098765432109 987654321 9876543210 987654321000
  111111111111 000000000000 666666666666 888888888888 112233445566 123123123123 123321123321 147258369147
  147258369 159357159357 woaini woaini1314 woaini520 woaini1314520 woainima woaiwojia woaizhongguo zhongguo
  zhongguoren 5201314 52013145201314 7758521 1314520 shanghai beijing jiangsu zhejiang anhui yibao yibaoju
  yiliaobaozhang yiliao xinyu xinyuxinyu changeme changeit default guest test testtest testing secret supersecret
  master superman batman football baseball monkey dragon sunshine princess shadow michael charlie trustno
  abc123 abcdef abcdefg abcdefgh abcd1234 abcdefghijkl a1b2c3d4 a1b2c3d4e5 a1b2c3d4e5f6 aa123456 asd123456
  qwe123456 zxc123456 q123456789 a123456789 wang123456 li123456 zhang123456 huawei alibaba tencent system manager
  oracle postgres mysql sysadmin superuser p@ssw0rd p@ssword`.split(/\s+/),
)
