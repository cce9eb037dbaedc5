#include "room.h"

void light(struct lamp *lamp)
{
	lamp->is_on = 1;
}

static void use_0(void)
{
	say("0");
}

static void use_1(void)
{
	say("1");
}

static void use_2(void)
{
	say("2");
}

static void use_3(void)
{
	say("3");
}

static void use_4(void)
{
	say("4");
}

static void use_5(void)
{
	say("5");
}

static void use_6(void)
{
	say("6");
}

static void use_7(void)
{
	say("7");
}

static void use_8(void)
{
	say("8");
}

static void use_9(void)
{
	say("9");
}

static void use_10(void)
{
	say("10");
}

static void use_11(void)
{
	say("11");
}

static void use_12(void)
{
	say("12");
}

static void use_13(void)
{
	say("13");
}

static void use_14(void)
{
	say("14");
}

static void use_15(void)
{
	say("15");
}

static void use_16(void)
{
	say("16");
}

static void use_17(void)
{
	say("17");
}

static void use_18(void)
{
	say("18");
}

static void use_19(void)
{
	say("19");
}

static void use_20(void)
{
	say("20");
}

static void use_21(void)
{
	say("21");
}

static void use_22(void)
{
	say("22");
}

static void use_23(void)
{
	say("23");
}

static void use_24(void)
{
	say("24");
}

static void use_25(void)
{
	say("25");
}

static void use_26(void)
{
	say("26");
}

static void use_27(void)
{
	say("27");
}

static void use_28(void)
{
	say("28");
}

static void use_29(void)
{
	say("29");
}

void use_room(void)
{
	use_0();
	use_1();
	use_2();
	use_3();
	use_4();
	use_5();
	use_6();
	use_7();
	use_8();
	use_9();
	use_10();
	use_11();
	use_12();
	use_13();
	use_14();
	use_15();
	use_16();
	use_17();
	use_18();
	use_19();
	use_20();
	use_21();
	use_22();
	use_23();
	use_24();
	use_25();
	use_26();
	use_27();
	use_28();
	use_29();
}
