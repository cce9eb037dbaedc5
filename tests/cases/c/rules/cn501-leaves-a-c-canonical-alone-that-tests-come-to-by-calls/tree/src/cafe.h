int cafe_tea(void);
