/** A given name or a surname: as it is written, and in the Latin letters of an address. */
export interface Name {
  readonly written: string;
  readonly latin: string;
}

/** The names of one language. */
export interface NamePool {
  readonly given: readonly Name[];
  readonly surnames: readonly Name[];
  /** Languages that write the surname first, without a space. */
  readonly isSurnameFirst?: true;
}

/** Common names of many languages and scripts; `written=latin` where the two differ. */
export const namePools: readonly NamePool[] = [
  pool(
    'Anna James Olivia Marta Thomas Emma Lucas Sofia Daniel Clara Henry Ella Peter Laura Simon Alice David Nora Oscar Julia',
    'Smith Jones Taylor Brown Wilson Evans Thompson Walker Wright Robinson Hughes Green Hall Wood Clarke Baker Carter Turner Hill Moore',
  ),
  pool(
    'José=jose María=maria Ángel=angel Inés=ines Íñigo=inigo Lucía=lucia Martín=martin Núria=nuria Óscar=oscar Zoé=zoe',
    'García=garcia Fernández=fernandez Muñoz=munoz Peña=pena Jiménez=jimenez Gutiérrez=gutierrez Ibáñez=ibanez Núñez=nunez Pérez=perez Sáez=saez',
  ),
  pool(
    'Jürgen=juergen Jörg=joerg Käthe=kaethe Anneliese Günther=guenther Sören=soeren Bärbel=baerbel Heinz Ülkü=uelkue Lukas',
    'Müller=mueller Weiß=weiss Schröder=schroeder Größmann=groessmann Jäger=jaeger König=koenig Straßer=strasser Böhm=boehm Vogel Huber',
  ),
  pool(
    'François=francois Chloé=chloe Hélène=helene Noël=noel Loïc=loic Anaïs=anais Gaëlle=gaelle Maëlys=maelys Benoît=benoit Océane=oceane',
    'Lefèvre=lefevre Gérard=gerard Bérenger=berenger Desprès=despres Château=chateau Benoît=benoit Marçais=marcais d’Arc=darc Noël=noel Müntz=muntz',
  ),
  pool(
    'Łukasz=lukasz Żaneta=zaneta Śćibor=scibor Wojciech Błażej=blazej Jiří=jiri Štěpán=stepan Zdeněk=zdenek Ágnes=agnes Győző=gyozo',
    'Wiśniewski=wisniewski Dąbrowska=dabrowska Żółkiewski=zolkiewski Dvořák=dvorak Černý=cerny Šťastný=stastny Kovács=kovacs Szűcs=szucs Őry=ory Nowak',
  ),
  pool(
    'İbrahim=ibrahim Işıl=isil Çağla=cagla Şule=sule Özgür=ozgur Ümit=umit Gökçe=gokce Ayşe=ayse Doğan=dogan Tuğçe=tugce',
    'Yılmaz=yilmaz Şahin=sahin Çelik=celik Öztürk=ozturk Kılıç=kilic Güneş=gunes Aydın=aydin Işık=isik Doğan=dogan Koç=koc',
  ),
  pool(
    'Анна=anna Дмитро=dmytro Ольга=olha Сергей=sergey Юлия=yuliya Михайло=mykhailo Елена=elena Иван=ivan Наталія=nataliia Борис=boris',
    'Шевченко=shevchenko Иванов=ivanov Ковальчук=kovalchuk Петрова=petrova Бондаренко=bondarenko Соколов=sokolov Морозова=morozova Кузнецов=kuznetsov Лисенко=lysenko Волкова=volkova',
  ),
  pool(
    'Γιώργος=giorgos Μαρία=maria Ελένη=eleni Νίκος=nikos Αθηνά=athina Σταύρος=stavros Ιωάννα=ioanna Χρήστος=christos Φωτεινή=foteini Άγγελος=angelos',
    'Παπαδόπουλος=papadopoulos Οικονόμου=oikonomou Νικολάου=nikolaou Βασιλείου=vasileiou Γεωργίου=georgiou Δημητρίου=dimitriou Ψαρράς=psarras Ζαχαρίας=zacharias Κωνσταντίνου=konstantinou Ξένος=xenos',
  ),
  pool(
    'محمد=mohammed فاطمة=fatima علي=ali نور=nour ليلى=layla عمر=omar زينب=zaynab يوسف=youssef سارة=sara خالد=khaled',
    'الحسن=alhassan منصور=mansour الخطيب=alkhatib حداد=haddad النجار=alnajjar صالح=saleh العلي=alali يعقوب=yaqoub قاسم=qasim رشيد=rashid',
  ),
  pool(
    'נועה=noa יוסף=yosef תמר=tamar דוד=david מיכל=michal אורי=uri שירה=shira יעקב=yaakov רחל=rachel איתן=eitan',
    'כהן=cohen לוי=levi מזרחי=mizrahi פרץ=peretz ביטון=biton אברהם=avraham פרידמן=friedman שפירא=shapira גולן=golan בןדוד=bendavid',
  ),
  pool(
    'अनिता=anita राजेश=rajesh प्रिया=priya विक्रम=vikram सुनीता=sunita अर्जुन=arjun दीपिका=deepika मोहन=mohan लक्ष्मी=lakshmi कृष्ण=krishna',
    'शर्मा=sharma पटेल=patel सिंह=singh गुप्ता=gupta अय्यर=iyer जोशी=joshi मेहता=mehta रेड्डी=reddy चौधरी=chaudhary मिश्रा=mishra',
  ),
  pool(
    '伟=wei 芳=fang 娜=na 秀英=xiuying 敏=min 静=jing 丽=li 强=qiang 磊=lei 洋=yang',
    '王=wang 李=li 张=zhang 刘=liu 陈=chen 杨=yang 黄=huang 赵=zhao 欧阳=ouyang 司马=sima',
    true,
  ),
  pool(
    '陽菜=haruna さくら=sakura 健太=kenta 翔=sho 美咲=misaki 大輔=daisuke ゆい=yui 直樹=naoki 恵=megumi 蓮=ren',
    '佐藤=sato 鈴木=suzuki 高橋=takahashi 田中=tanaka 渡辺=watanabe 齋藤=saito 髙木=takagi 中村=nakamura 小林=kobayashi 山本=yamamoto',
    true,
  ),
  pool(
    '민준=minjun 서연=seoyeon 지훈=jihoon 하은=haeun 도윤=doyun 수빈=subin 예은=yeeun 현우=hyunwoo 지우=jiwoo 준서=junseo',
    '김=kim 이=lee 박=park 최=choi 정=jung 강=kang 조=cho 윤=yoon 남궁=namgung 선우=sunwoo',
    true,
  ),
  pool(
    'สมชาย=somchai มาลี=malee นภา=napa กิตติ=kitti อรุณ=arun พิมพ์=pim วิชัย=wichai ดวงใจ=duangjai ธนา=thana ศิริ=siri',
    'ใจดี=jaidee สุขใจ=sukjai ทองดี=thongdee แสงทอง=saengthong บุญมี=bunmee ศรีสุข=srisuk วงศ์ใหญ่=wongyai รักไทย=rakthai มั่นคง=mankhong แก้วใส=kaewsai',
  ),
  pool(
    'Nguyệt=nguyet Đức=duc Hương=huong Thảo=thao Phượng=phuong Việt=viet Ánh=anh Quốc=quoc Tuyết=tuyet Mỹ=my',
    'Nguyễn=nguyen Trần=tran Phạm=pham Võ=vo Đặng=dang Bùi=bui Đỗ=do Hồ=ho Dương=duong Lý=ly',
  ),
];

/** Names that a client has to survive: bidi marks, markup, paths, emoji, letters in pieces, and very long ones. */
export const hostileNames: readonly string[] = [
  'Eve \u202egnp.exe',
  '<img src=x onerror=alert(1)>',
  '../../etc/passwd',
  'CON',
  '👩🏽‍🚀 Astronaut 🇺🇦',
  'Zoe\u0308 Amélie'.normalize('NFD'),
  'A'.repeat(256),
  'Ada\u200b Lovelace',
  "Robert'); DROP TABLE users;--",
  '\u2066Left\u2069 to right',
  '"Quoted", \\backslash',
  'Ａｄａ　Ｌｏｖｅｌａｃｅ',
];

function pool(given: string, surnames: string, isSurnameFirst = false): NamePool {
  return { given: names(given), surnames: names(surnames), ...(isSurnameFirst ? { isSurnameFirst } : {}) };
}

function names(text: string): Name[] {
  return text.split(' ').map((entry) => {
    const [written = '', latin = written.toLowerCase()] = entry.split('=');
    return { written, latin };
  });
}
