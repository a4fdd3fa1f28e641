/** Common surnames (by frequency) and given-name characters. The combinations are synthetic. */
export const SURNAMES = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤',
]

export const MALE_GIVEN = [
  ...'伟强磊军洋勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林欢阳建亮成建峰志国海东文博泽昊天子轩皓然睿',
]

export const FEMALE_GIVEN = [
  ...'芳娜敏静丽艳娟霞秀英慧巧美娜玲桂红梅琳素云莲真环雪荣爱妹香月莺媛瑞凡佳嘉琼勤珍贞莉雅欣怡梓涵诗琪悦',
]

/** GB 3304 codes with shares in parts of 10,000. */
export const ETHNIC: readonly (readonly [code: string, name: string, share: number])[] = [
  ['01', '汉族', 9860],
  ['03', '回族', 60],
  ['06', '苗族', 25],
  ['08', '壮族', 20],
  ['11', '满族', 15],
  ['15', '土家族', 20],
]

/** Words of which invented employer names are made. */
export const COMPANY_WORDS = [
  ...'华盛恒润新宏远达鼎瑞博信诚嘉联创天地金源泰和永兴安康顺德'.matchAll(/../g),
].map((match) => match[0])

export const COMPANY_TRADES = [
  '电子科技',
  '机械制造',
  '商贸',
  '物流',
  '建筑工程',
  '纺织',
  '食品',
  '信息技术',
  '餐饮管理',
  '教育咨询',
] as const
