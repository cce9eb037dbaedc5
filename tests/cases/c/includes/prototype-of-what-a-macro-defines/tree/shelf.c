extern unsigned long vase_get_type(void);
extern unsigned long _bowl_get_type(void);
extern int vase_height(void);

unsigned long shelf_size(void);

unsigned long shelf_size(void)
{
	return vase_get_type() + _bowl_get_type() + (unsigned long)vase_height();
}
