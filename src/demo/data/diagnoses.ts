import { itemIndex } from './items.ts'

/**
 * Common diagnoses: code|name|department|sex (0 any, 1 male, 2 female)|youngest|oldest|weight in out-patient|weight
 * in in-patient care|weight as a chronic disease|season (0 none, 1 winter, 2 summer)|items out-patient|items
 * in-patient (an operation is an item of charge type 06).
 * Codes and names: 医保版 ICD-10 as in the CHS-DRG 1.1 tables; weights, ages and item choices are synthetic.
 */
export interface Diagnosis {
  readonly code: string
  readonly name: string
  readonly dept: number
  readonly sex: 0 | 1 | 2
  readonly minAge: number
  readonly maxAge: number
  readonly outWeight: number
  readonly inWeight: number
  readonly chronicWeight: number
  readonly season: number
  readonly outItems: readonly number[]
  readonly inItems: readonly number[]
}

/** Departments: code (GB-like) and name. */
export const DEPARTMENTS: readonly (readonly [code: string, name: string])[] = [
  ['A02', '全科医疗科'],
  ['A03', '内科'],
  ['A04', '外科'],
  ['A05', '妇产科'],
  ['A07', '儿科'],
  ['A10', '眼科'],
  ['A11', '耳鼻咽喉科'],
  ['A12', '口腔科'],
  ['A13', '皮肤科'],
  ['A15', '精神科'],
  ['A19', '肿瘤科'],
  ['A20', '急诊医学科'],
  ['A50', '中医科'],
]

const ROWS = `
I10.x00x002|高血压|A03|0|30|120|20|6|300|1|amlo,vals,meto,ecg,renal|amlo,vals,ecg,echo,lipid,infus
E11.900|2型糖尿病|A03|0|30|120|14|6|200|0|metfor,gliclaz,dapag,glucose,urine|insulin,metfor,renal,lipid,infus
I25.103|冠状动脉粥样硬化性心脏病|A03|0|40|120|8|7|90|1|aspirin,atorva,meto,ecg|aspirin,clopi,atorva,ecg,echo,stent,opsten
E78.500|高脂血症|A03|0|30|120|10|0|80|0|atorva,lipid,liver|
I63.900|脑梗死|A03|0|45|120|3|14|30|1|clopi,atorva,aspirin|clopi,atorva,mri,ct,infus,lipid,needle
I69.300|脑梗死后遗症|A50|0|45|120|4|3|30|0|aspirin,danshen,acu,physio|acu,physio,danshen,ct
I50.900|心力衰竭|A03|0|50|120|2|6|20|1|meto,ecg|meto,echo,renal,infus,needle
I20.000|不稳定型心绞痛|A03|0|40|120|2|6|0|1|aspirin,ecg|aspirin,clopi,holter,echo,infus
I49.900|心律失常|A03|0|30|120|4|2|10|0|meto,ecg,holter|meto,holter,echo,renal
J44.900|慢性阻塞性肺病|A03|0|45|120|4|0|50|1|tiotr,ambrox,xray|
J44.100|慢性阻塞性肺病伴有急性加重|A03|0|45|120|0|9|0|1||tiotr,budes,neb,ct,cefur,infus,needle
J45.900|哮喘|A03|0|6|120|5|2|30|1|budes,monte,neb|budes,neb,cefur,infus,xray
J06.900|急性上呼吸道感染|A02|0|0|120|110|0|0|1|lianhua,ibup,cbc,crp|
J00.x00|急性鼻咽炎［感冒］|A02|0|0|120|50|0|0|1|lianhua,lorat,cbc|
J02.900|急性咽炎|A11|0|3|120|30|0|0|1|amoxi,lianhua,cbc|
J03.900|急性扁桃体炎|A11|0|3|60|16|1|0|1|amoxi,ibup,crp|cefur,cbc,infus,needle
J20.900|急性支气管炎|A03|0|1|120|40|2|0|1|azith,ambrox,xray,cbc|cefur,ambrox,neb,xray,infus
J18.900|肺炎|A03|0|1|120|8|14|0|1|azith,ambrox,ct|cefur,ambrox,ct,neb,infus,needle
J21.900|急性细支气管炎|A07|0|0|2|40|10|0|1|budes,neb,cbc|budes,neb,cefur,infus
B08.401|手足口病|A07|0|1|8|30|3|0|2|cbc,crp|cbc,infus,needle
J30.400|变应性鼻炎|A11|0|4|80|16|0|8|0|lorat,monte|
J35.000|慢性扁桃体炎|A11|0|4|40|4|2|0|0|amoxi,cbc|cefur,cbc,infus,pack
H66.900|中耳炎|A11|0|2|90|8|0|0|1|amoxi,audio|
K29.500|慢性胃炎|A03|0|18|120|26|2|20|0|omepr,mosap,gastro|omepr,gastro,infus,usabd
K29.700|胃炎|A03|0|14|120|16|1|0|2|omepr,mosap|omepr,gastro,infus
K59.000|便秘|A03|0|20|120|6|0|0|0|mosap|
K64.900|痔|A04|0|20|90|8|3|0|0|ibup|cefur,infus,pack,cbc
K80.101|胆囊结石伴慢性胆囊炎|A04|0|25|90|4|10|0|0|usabd,liver|usabd,liver,opchole,anes,cefur,pack
K74.600|肝硬变|A03|0|35|95|1|3|8|0|liver,usabd|liver,usabd,ct,infus
K76.000|脂肪肝|A03|0|25|85|6|0|6|0|liver,usabd|
B18.100|慢性乙型病毒性肝炎，不伴有δ因子|A03|0|20|85|3|1|24|0|entec,liver|entec,liver,usabd,infus
N39.000|泌尿道感染|A03|0|16|120|14|2|0|2|levof,urine|cefur,urine,infus
N18.900|慢性肾脏病，未特指|A03|0|30|110|3|4|20|0|renal,urine|renal,urine,infus,usabd
N20.000|肾结石|A04|0|22|80|7|4|0|2|ibup,usabd,urine|usabd,ct,cefur,infus
N40.x00|前列腺增生|A04|1|50|120|12|4|40|0|tamsu,usabd|tamsu,usabd,cefur,pack
N41.900|前列腺炎性疾病|A04|1|22|70|6|0|0|0|levof,prostfl|
N76.000|急性阴道炎|A05|2|18|70|14|0|0|0|gynae,vagfl|
N92.600|月经不规则|A05|2|14|52|9|1|0|0|iron,thyroid|cbc,usabd,infus
D25.900|子宫平滑肌瘤|A05|2|28|60|4|3|0|0|usabd|usabd,cefur,anes,pack
D50.900|缺铁性贫血|A03|0|12|95|5|1|4|0|iron,cbc|iron,cbc,infus
E03.900|甲状腺功能减退症|A03|0|18|95|4|0|24|0|levo,thyroid|
E04.100|非毒性单个甲状腺结节|A04|0|22|85|7|3|0|0|thyroid,usabd|thyroid,opthy,anes,pack
M10.900|痛风|A03|0|22|95|6|1|24|0|allop,renal|allop,renal,infus
M54.500|下背痛|A50|0|20|100|22|2|0|0|ibup,acu,physio|acu,physio,mri
M51.202|腰椎间盘突出|A04|0|24|90|12|8|0|0|ibup,mri,physio|mri,opspine,anes,cefur,pack
M17.900|膝关节病|A50|0|45|110|16|4|8|1|ibup,physio,xray|physio,xray,acu
M81.900|骨质疏松|A04|0|50|120|6|1|24|0|calci,xray|calci,xray,infus
S52.500|桡骨下端骨折|A04|0|5|100|3|4|0|0|xray,ibup|xray,opfrac,plate,anes,cefur
S82.900|小腿骨折|A04|0|10|95|1|4|0|0|xray,ibup|ct,opfrac,plate,anes,cefur
S72.000|股骨颈骨折|A04|0|55|110|0|5|0|1||ct,ophip,hip,anes,cefur
H25.900|老年性白内障|A10|0|55|110|6|9|0|0|eye,tobra|eye,opcat,iol,pack
H10.900|结膜炎|A10|0|2|100|16|0|0|2|tobra,eye|
H81.100|良性阵发性眩晕|A11|0|25|100|7|1|0|0|audio|audio,mri,infus
K04.000|牙髓炎|A12|0|8|95|18|0|0|0|dental,ibup|
K05.300|慢性牙周炎|A12|0|20|95|14|0|0|0|scale,amoxi|
L30.900|皮炎|A13|0|1|100|24|0|0|2|hydro,lorat|
L20.900|特应性皮炎|A13|0|1|60|8|0|4|0|hydro,lorat|
B02.900|带状疱疹不伴有并发症|A13|0|30|105|5|1|0|0|ibup|ibup,infus,cbc
F41.900|焦虑障碍|A15|0|16|90|8|1|16|0|sertr|sertr,ecg,mri
G47.000|初发性或维持性睡眠障碍［失眠症］|A15|0|20|100|12|0|8|0|zopic|
R51.x00|头痛|A03|0|10|100|12|0|0|0|ibup,ct|
G20.x00|帕金森病|A03|0|50|105|1|1|12|0|levod|levod,mri,infus
C34.900|支气管或肺恶性肿瘤|A19|0|40|95|1|6|10|0|tumor,ct|pacli,chemo,ct,tumor,infus
C50.900|乳房恶性肿瘤|A19|2|30|90|1|5|10|0|tumor,usabd|pacli,chemo,tumor,usabd,infus
C18.900|结肠恶性肿瘤|A19|0|40|95|1|5|6|0|tumor,ct|pacli,chemo,ct,infus,cbc
O82.900|经剖宫产术分娩|A05|2|22|42|0|0|0|0||usobs,opcs,anes,oxyt,pack
O83.900|助产的单胎分娩|A05|2|20|42|0|0|0|0||usobs,deliver,oxyt`

const DEPT_INDEX = new Map(DEPARTMENTS.map(([code], i) => [code, i]))
const keys = (text: string | undefined): number[] => (text ? text.split(',').map(itemIndex) : [])

export const DIAGNOSES: readonly Diagnosis[] = ROWS.trim()
  .split('\n')
  .map((line) => {
    const part = line.split('|')
    return {
      code: part[0]!,
      name: part[1]!.replaceAll(',', '，'),
      dept: DEPT_INDEX.get(part[2]!)!,
      sex: Number(part[3]) as Diagnosis['sex'],
      minAge: Number(part[4]),
      maxAge: Number(part[5]),
      outWeight: Number(part[6]),
      inWeight: Number(part[7]),
      chronicWeight: Number(part[8]),
      season: Number(part[9]),
      outItems: keys(part[10]),
      inItems: keys(part[11]),
    }
  })

/** Index of a diagnosis. @throws Error for a code that is not there */
export function diagnosisIndex(code: string): number {
  const found = DIAGNOSES.findIndex((diagnosis) => diagnosis.code === code)
  if (found < 0) throw new Error(`demo data: no diagnosis ${code}`)
  return found
}
