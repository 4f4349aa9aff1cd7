/** Texts of our own, and questions with the words the sentence that answers them holds. */
export const TEXTS: Readonly<Record<string, string>> = {
  library: `The Elm Street library was opened in 1931 by the mayor, Ada Turner. It stands between the post office and
the old bakery. The reading room is open from nine in the morning until six on weekdays. On Saturdays the doors close at
noon, and on Sundays nobody works there. Members may borrow up to eight books for three weeks. A lost card costs four
euros to replace. The basement holds a collection of maps that fishermen drew by hand. Because the roof leaked last
winter, the newspapers were moved to the second floor. Children under twelve must be with an adult after five o'clock.`,
  orchard: `Our orchard has 140 apple trees and a few dozen pears. Mia Lindqvist planted the first rows with her brother in
the spring of 1998. The soil is heavy clay, so we dug drains before planting. Most of the harvest goes to a cider maker in
Bristol. The sheep keep the grass short and are moved every ten days. Frost killed almost all blossom in 2017, and that
year we sold nothing. We never spray insecticide; instead, birds eat the caterpillars. A tractor with narrow wheels is
rented from the neighbour in October. Visitors can pick their own fruit for two euros a kilo.`,
  server: `The nightly backup starts at 02:30 and takes about forty minutes. Copies are kept for 35 days on a machine in
Lisbon. If the disk is more than ninety percent full, the job stops and mails the operators. Priya Nair is responsible for
the restore drills. The last drill failed because the decryption key had expired. Logs are written to the folder named
journal and are deleted after a week. The web front end runs on three small nodes behind a load balancer. Passwords must
have at least fourteen characters. New employees receive their laptop on the first Monday.`,
  ferry: `The Marlow ferry has crossed the estuary since 1874. The crossing takes eleven minutes in calm weather. Tickets
cost 3.20 pounds for adults, and children under five travel free. Bicycles are carried at no charge, but motor vehicles
are not accepted. The present boat, the Heron, was built in Gdansk and entered service in 2009. She holds ninety
passengers. Captain Rosalind Okafor has commanded her for the past six years. In winter the last sailing leaves at 18:30,
while in summer boats run until 22:00. Dogs must be kept on a lead and away from the cafe. The service is suspended when
winds exceed forty knots. Lost property is stored in the office on the north pier. A second vessel is hired during the
August regatta to cope with crowds. In 2015 the council proposed a bridge, but residents voted against it. The diesel
engine is due to be replaced by batteries next spring.`,
  rocks: `Basalt cools from lava that is poor in silica. It makes up most of the ocean floor. Granite, in contrast, forms
slowly underground and has large crystals. Limestone consists mainly of shells of sea creatures. Under heat and pressure
it turns into marble. Slate splits easily into thin sheets, which is why it is used on roofs. Pumice is so full of bubbles
that it floats. Geologists test hardness by scratching minerals, and diamond scores ten. Sandstone stores much of the
world's groundwater. Acid rain slowly dissolves monuments of limestone.`,
};

export const QUESTIONS: readonly (readonly [text: string, question: string, answer: string])[] = [
  ['library', 'When was the library opened?', '1931'],
  ['library', 'Who opened the library?', 'Ada Turner'],
  ['library', 'Where is the library?', 'post office'],
  ['library', 'How many books can I borrow?', 'eight books'],
  ['library', 'What does it cost to replace a lost card?', 'four euros'],
  ['library', 'Why were the newspapers moved?', 'roof leaked'],
  ['library', 'When does it close on Saturday?', 'noon'],
  ['library', 'Who made the maps?', 'fishermen'],
  ['library', 'Can kids go there alone in the evening?', 'twelve'],
  ['orchard', 'How many apple trees are there?', '140'],
  ['orchard', 'Who planted the first trees?', 'Mia'],
  ['orchard', 'What happened in 2017?', 'Frost'],
  ['orchard', 'Who buys most of the apples?', 'cider maker'],
  ['orchard', 'What do they do against pests?', 'caterpillars'],
  ['orchard', 'How is the grass kept short?', 'sheep'],
  ['orchard', 'What do visitors pay?', 'two euros'],
  ['server', 'What time does the backup start?', '02:30'],
  ['server', 'How long are backups kept?', '35 days'],
  ['server', 'Who is in charge of restore drills?', 'Priya'],
  ['server', 'Why did the last drill fail?', 'expired'],
  ['server', 'What happens when the disk is almost full?', 'ninety'],
  ['server', 'Where do the logs go?', 'journal'],
  ['server', 'How long must a password be?', 'fourteen'],
  ['server', 'When do new colleagues get a computer?', 'laptop'],
];

/** Made after the ranking was; most share few words with their answer. Its weights are not fitted to them. */
export const HARD_QUESTIONS: typeof QUESTIONS = [
  ['ferry', 'When did the ferry start running?', '1874'],
  ['ferry', 'How long does the trip take?', 'eleven'],
  ['ferry', 'How much is a ticket for a grown-up?', '3.20'],
  ['ferry', 'Can I take my car?', 'motor vehicles'],
  ['ferry', 'Where was the boat made?', 'Gdansk'],
  ['ferry', 'How many people fit on board?', 'ninety'],
  ['ferry', 'Who is the captain?', 'Rosalind'],
  ['ferry', 'What time is the last boat in winter?', '18:30'],
  ['ferry', 'Are pets allowed?', 'Dogs'],
  ['ferry', 'When does the ferry not sail?', 'knots'],
  ['ferry', 'I lost my umbrella, where can I get it back?', 'Lost property'],
  ['ferry', 'Why is there no bridge?', 'voted'],
  ['ferry', 'What will power the ferry in the future?', 'batteries'],
  ['ferry', 'Why is another boat rented in August?', 'regatta'],
  ['rocks', 'What is the sea bed made of?', 'ocean floor'],
  ['rocks', 'Which rock has big crystals?', 'Granite'],
  ['rocks', 'What is limestone made of?', 'shells'],
  ['rocks', 'What becomes of limestone under pressure?', 'marble'],
  ['rocks', 'Why are roofs covered with slate?', 'Slate'],
  ['rocks', 'Which stone can swim?', 'Pumice'],
  ['rocks', 'How is hardness measured?', 'scratching'],
  ['rocks', 'What damages old statues?', 'Acid'],
  ['rocks', 'Where is groundwater found?', 'Sandstone'],
  ['rocks', 'What is the hardest mineral?', 'diamond'],
];

/** Asked of the same texts, which do not say. */
export const UNANSWERABLE: readonly (readonly [text: string, question: string])[] = [
  ['library', 'What is the capital of Mongolia?'],
  ['library', 'How do I cook rice?'],
  ['orchard', 'Who won the football championship?'],
  ['orchard', 'What is the speed of light?'],
  ['server', 'How tall is Mount Kenya?'],
  ['server', 'Which vitamins are in oranges?'],
  ['ferry', 'What is the capital of Mongolia?'],
  ['rocks', 'Who painted the ceiling?'],
  ['library', 'What is the phone number?'],
];
